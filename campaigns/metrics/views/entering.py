"""Entering numbers by hand: the days of a week beside the metrics of one place."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campaigns.metrics import policies
from campaigns.metrics.views import frame
from campaigns.metrics.views.sheets import DAYS, Sheet
from workspace.kernel.templatetags.look import day


@policies.numbers.opens("enter", key__iexact="campaign")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, campaign):
    """A week of a place; a number that is saved takes the place of the one before."""
    sheet = Sheet(request, campaign)
    if request.method == "POST" and sheet.saved():
        return redirect(sheet.url())
    context = frame.context(request, campaign, "enter_numbers", may_enter=True)
    context |= {
        "sheet": sheet,
        "days": [day(each) for each in sheet.days],
        "rows": sheet.rows(),
        "places": sheet.places(),
        "links": {
            "earlier": sheet.url(-DAYS),
            "later": sheet.url(DAYS),
            "now": sheet.url(None),
            "currencies": [(code, sheet.url(currency=code)) for code in sheet.money.others()],
        },
    }
    status = 422 if sheet.problems else 200
    return render(request, "campaigns/metrics/enter.html", context, status=status)
