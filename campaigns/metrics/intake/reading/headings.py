"""What a column of a file of numbers is: a day, a campaign, a metric; guessed from its heading."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from campaigns.plan.imports.reading.readings import Standing
from campaigns.plan.imports.reading.words import plain

from . import amounts

SKIP = "skip"
METRIC = "metric:"  # what the field of a column of one metric begins with

FIELDS = {
    "day": _("Day"),
    "until": _("Last day"),
    "campaign": _("Campaign"),
    "campaign_id": _("Campaign's id"),
    "channel": _("Channel"),
    "stage": _("Journey stage"),
    "currency": _("Currency"),
    "metric": _("Name of the metric"),
    "value": _("Number"),
    SKIP: _("Leave out"),
}

_HEADINGS = {
    "day": """day|date|reporting starts|tag|datum|berichtsbeginn|日期|天|日|报告开始日期|
        報告開始日期|分析報告開始""",
    "until": "reporting ends|until|to|bis|berichtsende|报告结束日期|報告結束日期|分析報告結束",
    "campaign": """campaign|campaign name|campaign key|session campaign|utm campaign|kampagne|
        kampagnenname|广告系列|广告系列名称|推广计划|营销活动|活动|活动名称|廣告活動|
        廣告活動名稱|行銷活動|行銷活動名稱|活動|活動名稱""",
    "campaign_id": """campaign id|kampagnen id|广告系列 id|广告系列编号|推广计划 id|活动 id|
        廣告活動 id|廣告活動編號|行銷活動編號|活動 id""",
    "channel": "channel|medium|utm medium|kanal|渠道|媒体|推广渠道|通路|管道|媒體",
    "stage": """stage|journey stage|funnel stage|phase|阶段|旅程阶段|漏斗阶段|階段|旅程階段|
        漏斗階段""",
    "currency": """currency|currency code|währung|währungscode|货币|货币代码|币种|幣別|貨幣|
        貨幣代碼|幣種""",
    "metric": "metric|metric name|measure|kpi|kennzahl|指标|指标名称|指標|指標名稱",
    "value": "value|number|amount|wert|betrag|zahl|数值|值|数量|數值|數量|数字|數字",
}
# What metrics are called beside their own names, where the workspace has them.
_METRICS = {
    "impressions": """impressions|impr|views|ad impressions|impressionen|einblendungen|展示|
        展示次数|展示量|曝光|曝光量|曝光次数|展示數|曝光次數|曝光數""",
    "clicks": """clicks|link clicks|klicks|link klicks|点击|点击次数|点击量|点击数|點擊|點擊次數|
        點擊數|點按次數|连结点击|链接点击量|連結點擊次數""",
    "spend": """spend|cost|costs|ad spend|amount spent|ad cost|kosten|ausgaben|
        ausgegebener betrag|花费|费用|消耗|支出|花费金额|花費|費用|花費金額|已花費""",
    "sessions": """sessions|visits|sitzungen|besuche|会话|会话数|访问|访问次数|工作階段|造訪|
        造訪次數""",
    "conversions": """conversions|conv|key events|konversionen|conversions gesamt|转化|转化数|
        转化次数|轉換|轉換數|轉換次數""",
    "leads": "leads|lead|线索|线索数|潜在客户|名單|名單數|潛在客戶",
    "revenue": """revenue|conv value|conversion value|total conversion value|
        purchases conversion value|umsatz|conversion wert|收入|营收|转化价值|購買轉換值|營收|
        轉換價值|购物转化价值""",
}
_WORDS = {plain(word): field for field, row in _HEADINGS.items() for word in row.split("|")}
_SYNONYMS = {plain(word): key for key, row in _METRICS.items() for word in row.split("|")}


class Known(NamedTuple):
    """A metric of the workspace; `names` are all that it is called, in any language."""

    key: str
    names: tuple[str, ...]
    unit: str = "count"
    adds_up: bool = True
    computed: bool = False


class Dictionary:
    """The metrics that a file may speak of, found by what they are called."""

    def __init__(self, metrics):
        self.metrics = {metric.key: metric for metric in metrics}
        self.words = {}
        for metric in metrics:
            for name in (metric.key, *metric.names):
                self.words.setdefault(plain(name), metric)
        for word, key in _SYNONYMS.items():
            if key in self.metrics:
                self.words.setdefault(word, self.metrics[key])

    @property
    def observed(self):
        """Those that numbers can be brought of; the others are reckoned from these."""
        return {key: metric for key, metric in self.metrics.items() if not metric.computed}

    def metric_named(self, word):
        return self.words.get(plain(amounts.without_currency_in(word[:100])))

    def field_named(self, heading):
        """The field of a heading and how sure that is."""
        metric = self.metric_named(heading)
        if metric is not None:
            return (SKIP if metric.computed else METRIC + metric.key), Standing.CERTAIN
        field = _WORDS.get(plain(heading[:100]))
        return (field, Standing.CERTAIN) if field else (SKIP, Standing.LIKELY)

    def known(self, cells):
        """How many different things these cells name: what makes a row look like headings."""
        found = {self.field_named(cell)[0] for cell in cells if cell.strip()} - {SKIP}
        computed = {plain(cell) for cell in cells if (m := self.metric_named(cell)) and m.computed}
        return len(found) + len(computed)

    def takes(self, field):
        """Whether a column can be that."""
        return field in FIELDS or field.removeprefix(METRIC) in self.observed


def metric_of(field):
    """The key of the metric that a column holds, or ""."""
    return field.removeprefix(METRIC) if field.startswith(METRIC) else ""
