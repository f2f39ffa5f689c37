"""A campaign's plan as a file."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from campaigns.brief import policies
from campaigns.brief.api.campaigns import IN_CAMPAIGN
from campaigns.plan import exports
from campaigns.plan.api import asking
from workspace.kernel.api.routes import route
from workspace.kernel.api.views import Resource

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Export(Resource):
    policy = policies.campaign
    abilities = {"as_csv": "view", "as_xlsx": "view"}
    lookup = IN_CAMPAIGN[1]

    @extend_schema(parameters=asking.PARAMETERS, responses={(200, CSV): OpenApiTypes.BINARY})
    def as_csv(self, request, campaign):
        """The plan as CSV, in UTF-8 with a byte order mark; what you change can be imported."""
        return self.download(exports.as_csv(self.table), CSV, "csv")

    @extend_schema(parameters=asking.PARAMETERS, responses={(200, XLSX): OpenApiTypes.BINARY})
    def as_xlsx(self, request, campaign):
        """The plan as a spreadsheet; what you change can be imported."""
        return self.download(exports.as_xlsx(self.table, self.row.name), XLSX, "xlsx")

    @property
    def table(self):
        return exports.table(self.row, asking.wanted(self.request), self.member)

    def download(self, data, content_type, ending):
        name = exports.file_name(self.row, ending)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(data, content_type=content_type, headers=headers)


routes = [
    route("campaigns/<slug:campaign>/export.csv", Export, "campaign_csv", get="as_csv"),
    route("campaigns/<slug:campaign>/export.xlsx", Export, "campaign_xlsx", get="as_xlsx"),
]
