"""What sales and marketing agree on: the time to decide, office hours, reasons to reject."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.leads import decision_forms as forms
from campaigns.leads import policies, queries, words
from campaigns.leads.actions import ruling
from campaigns.leads.models import OfficeHours, RejectionReason
from campaigns.leads.views.inbox import DIGITS
from teams import public_holidays
from teams.calendar_forms import weekdays_of
from workspace.kernel.typed import attempt, status_of, version_of


@policies.rejection_reason.opens("view")
@require_safe
def rules(request, workspace):
    return show(request)


def show(request, *, agree=None, reason=None, hours=None):
    """The page, with the form that could not be used as it was sent."""
    office = queries.Office.of(request.workspace)
    context = {
        "agree_form": agree or forms.Agree(initial={"minutes": office.minutes}),
        "reason_form": reason or forms.Reason(),
        "hours_form": hours or forms.Hours(initial=first_guess(office)),
        "limit": words.duration(office.minutes) if office.minutes else "",
        "default": described(office.default),
        "offices": [
            {"hours": row, **described(office.hours_of(row.team_id))}
            for row in OfficeHours.objects.select_related("team").order_by("team__name", "pk")
        ],
        "reasons": numbered(list(queries.reasons())),
        "retired": RejectionReason.objects.filter(retired_at__isnull=False).order_by("pk"),
        "countries": public_holidays.countries(),
        "may_edit": policies.rejection_reason.allows(request.member, "edit"),
    }
    status = max((status_of(form) for form in (agree, reason, hours) if form), default=200)
    return render(request, "campaigns/leads/rules.html", context, status=status)


def first_guess(office):
    return {
        "time_zone": office.default.zone,
        "opens_at": office.default.opens,
        "closes_at": office.default.closes,
    }


def described(hours):
    """Office hours as a page tells them."""
    return {
        "zone": hours.zone,
        "opens": f"{hours.opens:%H:%M}",
        "closes": f"{hours.closes:%H:%M}",
        "days": [WEEKDAYS_ABBR[int(day)] for day in weekdays_of(hours.mask)],
        "holidays": len(hours.off),
    }


def numbered(reasons):
    for place, reason in enumerate(reasons):
        reason.digit = DIGITS[place : place + 1]
        reason.first, reason.last = place == 0, place == len(reasons) - 1
    return reasons


@policies.rejection_reason.opens("agree")
@require_POST
def agree(request, workspace):
    form = forms.Agree(request.POST)
    if not attempt(form, lambda typed: ruling.agree(by=request.member, **typed)):
        return show(request, agree=form)
    return saved(request, _("Saved. The clocks are set anew in a moment."))


@policies.rejection_reason.opens("agree")
@require_POST
def set_hours(request, workspace):
    form = forms.Hours(request.POST)
    if not attempt(form, lambda typed: ruling.set_hours(by=request.member, **typed)):
        return show(request, hours=form)
    return saved(request, _("Saved. The clocks are set anew in a moment."))


@policies.office_hours.opens("drop", pk="hours")
@require_POST
def drop_hours(request, hours):
    ruling.drop_hours(hours, by=request.member)
    return saved(request, _("Saved. The clocks are set anew in a moment."))


@policies.rejection_reason.opens("add")
@require_POST
def add_reason(request, workspace):
    form = forms.Reason(request.POST)
    if not attempt(form, lambda typed: ruling.add_reason(by=request.member, **typed)):
        return show(request, reason=form)
    return saved(request, _("Saved."))


@policies.rejection_reason.opens("edit", pk="reason")
@require_POST
def change_reason(request, reason):
    """Rename it, move it, or offer it no more: whichever button was pressed."""
    by, does = request.member, request.POST.get("do", "rename")
    if does in {"up", "down"}:
        ruling.move_reason(reason, by=by, up=does == "up")
    elif does == "retire":
        ruling.retire_reason(reason, by=by)
    elif does == "restore":
        ruling.restore_reason(reason, by=by)
    else:
        form, version = forms.Reason(request.POST), version_of(request)
        if not attempt(
            form, lambda typed: ruling.rename_reason(reason, by=by, version=version, **typed)
        ):
            return show(request, reason=form)
    return saved(request, _("Saved."))


def saved(request, said):
    messages.success(request, said)
    return redirect("sales_rules", workspace=request.workspace.slug)
