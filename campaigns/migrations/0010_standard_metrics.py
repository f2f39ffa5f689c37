"""Workspaces that are there already get the metrics that new ones begin with."""

from django.db import migrations
from django.utils import timezone

from workspace.kernel import scope

SAID = (
    "key",
    "name",
    "name_zh_hans",
    "name_zh_hant",
    "unit",
    "direction",
    "cadence",
    "formula",
    "meaning",
)
METRICS = [
    (
        "impressions",
        "Impressions",
        "展示次数",
        "曝光次數",
        "count",
        "up",
        "daily",
        "",
        "How often something of ours was shown to somebody.",
    ),
    (
        "clicks",
        "Clicks",
        "点击次数",
        "點擊次數",
        "count",
        "up",
        "daily",
        "",
        "How often somebody clicked what they were shown.",
    ),
    (
        "ctr",
        "CTR",
        "点击率",
        "點擊率",
        "percent",
        "up",
        "daily",
        "clicks / impressions",
        "Of all times that something was shown, how many led to a click.",
    ),
    (
        "cpc",
        "CPC",
        "单次点击成本",
        "單次點擊成本",
        "money",
        "down",
        "daily",
        "spend / clicks",
        "What a click cost.",
    ),
    (
        "spend",
        "Spend",
        "花费",
        "花費",
        "money",
        "down",
        "daily",
        "",
        "What was paid for media, without our own time.",
    ),
    (
        "sessions",
        "Sessions",
        "会话数",
        "工作階段數",
        "count",
        "up",
        "daily",
        "",
        "Visits to our website, as the website's own statistics count them.",
    ),
    (
        "conversions",
        "Conversions",
        "转化次数",
        "轉換次數",
        "count",
        "up",
        "daily",
        "",
        "How often a visitor did what the page asks for, such as sending a form.",
    ),
    (
        "conversion_rate",
        "Conversion rate",
        "转化率",
        "轉換率",
        "percent",
        "up",
        "daily",
        "conversions / clicks",
        "Of all clicks, how many led to a conversion.",
    ),
    (
        "leads",
        "Leads",
        "线索数",
        "名單數",
        "count",
        "up",
        "daily",
        "",
        "People who left their contact data, each counted once.",
    ),
    (
        "mqls",
        "MQL",
        "市场合格线索",
        "行銷合格名單",
        "count",
        "up",
        "daily",
        "",
        "Leads that marketing found good enough to hand over to sales.",
    ),
    (
        "accepted_leads",
        "Accepted leads",
        "已接受线索",
        "已接受名單",
        "count",
        "up",
        "daily",
        "",
        "Leads that sales took on.",
    ),
    (
        "acceptance_rate",
        "Acceptance rate",
        "线索接受率",
        "名單接受率",
        "percent",
        "up",
        "weekly",
        "accepted_leads / mqls",
        "Of all leads handed over to sales, how many were taken on.",
    ),
    (
        "opportunities",
        "Opportunities",
        "商机数",
        "商機數",
        "count",
        "up",
        "weekly",
        "",
        "Accepted leads that became a deal one can win.",
    ),
    (
        "won",
        "Won",
        "成交数",
        "成交數",
        "count",
        "up",
        "weekly",
        "",
        "Opportunities that became customers.",
    ),
    (
        "revenue",
        "Revenue",
        "收入",
        "營收",
        "money",
        "up",
        "weekly",
        "",
        "What the deals that were won are worth, without tax.",
    ),
    (
        "cpl",
        "CPL",
        "单条线索成本",
        "單筆名單成本",
        "money",
        "down",
        "weekly",
        "spend / leads",
        "What a lead cost.",
    ),
    (
        "cost_per_accepted_lead",
        "Cost per accepted lead",
        "单条已接受线索成本",
        "單筆已接受名單成本",
        "money",
        "down",
        "weekly",
        "spend / accepted_leads",
        "What a lead cost that sales took on.",
    ),
    (
        "roas",
        "ROAS",
        "广告支出回报率",
        "廣告投資報酬率",
        "percent",
        "up",
        "monthly",
        "revenue / spend",
        "What came in for what was spent on media: 400 % is four for one.",
    ),
    (
        "roi",
        "ROI",
        "投资回报率",
        "投資報酬率",
        "percent",
        "up",
        "monthly",
        "(revenue - spend) / spend",
        "What was earned beyond what was spent, for what was spent.",
    ),
]


def furnish(apps, schema_editor):
    Workspace = apps.get_model("teams", "Workspace")
    Metric = apps.get_model("campaigns", "Metric")
    Definition = apps.get_model("campaigns", "Definition")
    now = timezone.now()
    with scope.everything(because="every workspace is furnished"):
        for workspace in Workspace.objects.all():
            for position, row in enumerate(METRICS, 1):
                said = dict(zip(SAID, row, strict=True))
                said["aggregation"] = "ratio" if said["formula"] else "sum"
                metric = Metric.objects.create(workspace=workspace, position=position, **said)
                del said["key"]
                Definition.objects.create(
                    workspace=workspace, metric=metric, number=1, since=now, **said
                )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0009_who_looked_and_what_was_brought")]

    operations = [migrations.RunPython(furnish, migrations.RunPython.noop, elidable=True)]
