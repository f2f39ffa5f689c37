"""The plan as a file, with the filters of the page it was asked from."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from campaigns.brief import policies
from campaigns.plan import exports
from campaigns.plan.filters import Filters

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def as_csv(request, campaign):
    table = table_of(request, campaign)
    return download(campaign, exports.as_csv(table), "text/csv; charset=utf-8", "csv")


@policies.campaign.opens("view", key__iexact="campaign")
@require_safe
def as_xlsx(request, campaign):
    table = table_of(request, campaign)
    return download(campaign, exports.as_xlsx(table, campaign.name), XLSX, "xlsx")


def table_of(request, campaign):
    return exports.table(campaign, Filters.read(request.GET), request.member)


def download(campaign, data, content_type, ending):
    name = exports.file_name(campaign, ending)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=content_type, headers=headers)
