"""The metrics that every workspace begins with; all of them can be changed.

Names are kept in three languages in the row itself. A meaning is kept in English and shown in the
reader's language for as long as nobody has changed it (`Defined.explained`).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from campaigns.metrics.models import Definition, Metric
from teams.actions.workspaces import wear_new_names
from workspace.kernel import clock


@dataclass(frozen=True)
class Standard:
    key: str
    name: str
    name_zh_hans: str
    name_zh_hant: str
    unit: str
    direction: str
    meaning: str
    formula: str = ""
    cadence: str = "daily"

    @property
    def aggregation(self):
        return "ratio" if self.formula else "sum"


METRICS = [
    Standard(
        "impressions",
        "Impressions",
        "展示次数",
        "曝光次數",
        "count",
        "up",
        gettext_noop("How often something of ours was shown to somebody."),
    ),
    Standard(
        "clicks",
        "Clicks",
        "点击次数",
        "點擊次數",
        "count",
        "up",
        gettext_noop("How often somebody clicked what they were shown."),
    ),
    Standard(
        "ctr",
        "CTR",
        "点击率",
        "點擊率",
        "percent",
        "up",
        gettext_noop("Of all times that something was shown, how many led to a click."),
        "clicks / impressions",
    ),
    Standard(
        "cpc",
        "CPC",
        "单次点击成本",
        "單次點擊成本",
        "money",
        "down",
        gettext_noop("What a click cost."),
        "spend / clicks",
    ),
    Standard(
        "spend",
        "Spend",
        "花费",
        "花費",
        "money",
        "down",
        gettext_noop("What was paid for media, without our own time."),
    ),
    Standard(
        "sessions",
        "Sessions",
        "会话数",
        "工作階段數",
        "count",
        "up",
        gettext_noop("Visits to our website, as the website's own statistics count them."),
    ),
    Standard(
        "conversions",
        "Conversions",
        "转化次数",
        "轉換次數",
        "count",
        "up",
        gettext_noop("How often a visitor did what the page asks for, such as sending a form."),
    ),
    Standard(
        "conversion_rate",
        "Conversion rate",
        "转化率",
        "轉換率",
        "percent",
        "up",
        gettext_noop("Of all clicks, how many led to a conversion."),
        "conversions / clicks",
    ),
    Standard(
        "leads",
        "Leads",
        "线索数",
        "名單數",
        "count",
        "up",
        gettext_noop("People who left their contact data, each counted once."),
    ),
    Standard(
        "mqls",
        "MQL",
        "市场合格线索",
        "行銷合格名單",
        "count",
        "up",
        gettext_noop("Leads that marketing found good enough to hand over to sales."),
    ),
    Standard(
        "accepted_leads",
        "Accepted leads",
        "已接受线索",
        "已接受名單",
        "count",
        "up",
        gettext_noop("Leads that sales took on."),
    ),
    Standard(
        "acceptance_rate",
        "Acceptance rate",
        "线索接受率",
        "名單接受率",
        "percent",
        "up",
        gettext_noop("Of all leads handed over to sales, how many were taken on."),
        "accepted_leads / mqls",
        "weekly",
    ),
    Standard(
        "opportunities",
        "Opportunities",
        "商机数",
        "商機數",
        "count",
        "up",
        gettext_noop("Accepted leads that became a deal one can win."),
        cadence="weekly",
    ),
    Standard(
        "won",
        "Won",
        "成交数",
        "成交數",
        "count",
        "up",
        gettext_noop("Opportunities that became customers."),
        cadence="weekly",
    ),
    Standard(
        "revenue",
        "Revenue",
        "收入",
        "營收",
        "money",
        "up",
        gettext_noop("What the deals that were won are worth, without tax."),
        cadence="weekly",
    ),
    Standard(
        "cpl",
        "CPL",
        "单条线索成本",
        "單筆名單成本",
        "money",
        "down",
        gettext_noop("What a lead cost."),
        "spend / leads",
        "weekly",
    ),
    Standard(
        "cost_per_accepted_lead",
        "Cost per accepted lead",
        "单条已接受线索成本",
        "單筆已接受名單成本",
        "money",
        "down",
        gettext_noop("What a lead cost that sales took on."),
        "spend / accepted_leads",
        "weekly",
    ),
    Standard(
        "roas",
        "ROAS",
        "广告支出回报率",
        "廣告投資報酬率",
        "percent",
        "up",
        gettext_noop("What came in for what was spent on media: 400 % is four for one."),
        "revenue / spend",
        "monthly",
    ),
    Standard(
        "roi",
        "ROI",
        "投资回报率",
        "投資報酬率",
        "percent",
        "up",
        gettext_noop("What was earned beyond what was spent, for what was spent."),
        "(revenue - spend) / spend",
        "monthly",
    ),
]
SAID = (
    "name",
    "name_zh_hans",
    "name_zh_hant",
    "unit",
    "direction",
    "meaning",
    "formula",
    "cadence",
)


def values(standard):
    """The columns of a standard metric's row."""
    return {name: getattr(standard, name) for name in SAID} | {
        "key": standard.key,
        "aggregation": standard.aggregation,
    }


def furnish(workspace_id):
    """Put the standard set into a workspace that has no metric yet, with its first definitions."""
    if Metric.objects.filter(workspace_id=workspace_id).exists():
        return
    made = Metric.objects.bulk_create(
        Metric(workspace_id=workspace_id, position=position, **values(standard))
        for position, standard in enumerate(METRICS, 1)
    )
    now = clock.now()
    Definition.objects.bulk_create(
        Definition(
            workspace_id=workspace_id,
            metric=metric,
            number=1,
            since=now,
            aggregation=metric.aggregation,
            **{name: getattr(metric, name) for name in SAID},
        )
        for metric in made
    )
    wear_new_names(workspace_id)
