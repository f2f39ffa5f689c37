"""What is measured, what was aimed at, and the numbers.

Amounts are whole millionths of their unit (`amount`): sums are exact on every database, and money
is never rounded on the way. A percentage of 12.5 % is 0.125, a duration is in seconds.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.brief.models import Campaign
from campaigns.journey.models import Touchpoint
from campaigns.plan.imports.incoming import Incoming
from campaigns.plan.models import Channel
from teams.models import Member
from workspace.kernel.owned import Owned
from workspace.kernel.rows import Versioned


class Unit(models.TextChoices):
    COUNT = "count", _("Count")
    MONEY = "money", _("Money")
    PERCENT = "percent", _("Percent")
    DURATION = "duration", _("Duration")


class Aggregation(models.TextChoices):
    SUM = "sum", _("Sum")
    LAST = "last", _("Last value")
    RATIO = "ratio", _("Ratio of sums")


class Direction(models.TextChoices):
    UP = "up", _("More is better")
    DOWN = "down", _("Less is better")


class Cadence(models.TextChoices):
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")


class Defined(models.Model):
    """What a definition says; a name that is left out in a language is said in English."""

    name = models.CharField(_("Name"), max_length=80)
    name_zh_hans = models.CharField(_("Name in simplified Chinese"), max_length=80, blank=True)
    name_zh_hant = models.CharField(_("Name in traditional Chinese"), max_length=80, blank=True)
    meaning = models.CharField(_("Meaning"), max_length=500, blank=True)
    unit = models.CharField(_("Unit"), max_length=8, choices=Unit, default=Unit.COUNT)
    aggregation = models.CharField(
        _("Aggregation"), max_length=5, choices=Aggregation, default=Aggregation.SUM
    )
    direction = models.CharField(
        _("Direction"), max_length=4, choices=Direction, default=Direction.UP
    )
    formula = models.CharField(_("Formula"), max_length=300, blank=True)
    source = models.CharField(_("Source"), max_length=120, blank=True)
    cadence = models.CharField(_("Cadence"), max_length=7, choices=Cadence, default=Cadence.WEEKLY)
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def label(self):
        """The name in the reader's language."""
        names = {"zh-hans": self.name_zh_hans, "zh-hant": self.name_zh_hant}
        return names.get(get_language() or "", "") or self.name

    @property
    def explained(self):
        """The meaning; the words that the standard set came with are known in each language."""
        return gettext(self.meaning) if self.meaning else ""


class Metric(Defined, Versioned):
    """A metric of the workspace as it is defined now; `key` is its name in formulas.

    `number` counts its definitions: a number that was observed keeps the one it was observed under.
    """

    key = models.SlugField(pgettext_lazy("of a metric", "Key"), max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    apart = models.JSONField(
        default=dict,
        help_text="{number of an earlier definition: its unit} of those that had another unit.",
    )
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="a_metric_key_is_used_once"),
            models.CheckConstraint(
                name="a_ratio_has_a_formula",
                condition=~Q(aggregation="ratio") | ~Q(formula=""),
            ),
        ]

    def __str__(self):
        return self.name

    def unit_under(self, number):
        """The unit that a definition of it has or had; numbers of two units are never added."""
        return self.apart.get(str(number), self.unit)


class Definition(Defined, Owned):
    """What a metric meant from `since` on, until its next definition; never changed."""

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="definitions")
    number = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    by_name = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["metric", "number"], name="definitions_are_numbered")
        ]


class Target(Versioned):
    """How far a metric shall come in a campaign, or in one channel of it, and until when."""

    class Path(models.TextChoices):
        LINEAR = "linear", _("Evenly")
        MONTHLY = "monthly", _("By month")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="targets")
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="targets"
    )
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="targets")
    unit = models.CharField(
        max_length=8,
        choices=Unit,
        default=Unit.COUNT,
        help_text="What its amounts were said in; it says nothing of numbers in another unit.",
    )
    currency = models.CharField(_("Currency"), max_length=3, blank=True)
    baseline = models.BigIntegerField(_("Baseline"), null=True, blank=True)
    target = models.BigIntegerField(_("Target"))
    starts_on = models.DateField(_("From"), null=True, blank=True)
    due_on = models.DateField(_("Due"), null=True, blank=True)
    path = models.CharField(_("Path"), max_length=7, choices=Path, default=Path.LINEAR)
    months = models.JSONField(
        default=list, blank=True, help_text='[["2026-11", amount by its end], …] when by month.'
    )
    tolerance = models.PositiveSmallIntegerField(_("Tolerance (%)"), default=10)
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source = models.CharField(_("Source"), max_length=120, blank=True)
    is_primary = models.BooleanField(_("Primary metric"), default=False)
    created_at = models.DateTimeField()

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "metric", "currency"],
                name="a_campaign_has_one_target_of_a_metric",
                condition=Q(channel__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["campaign", "metric", "currency", "channel"],
                name="a_channel_has_one_target_of_a_metric",
                condition=Q(channel__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                name="a_campaign_has_one_primary_metric",
                condition=Q(is_primary=True),
            ),
            models.CheckConstraint(
                name="the_primary_metric_is_of_the_whole_campaign",
                condition=Q(is_primary=False) | Q(channel__isnull=True),
            ),
        ]


class Mapping(Versioned):
    """How a kind of file is read: remembered, so that the next one comes in by two clicks."""

    name = models.CharField(_("Name"), max_length=80)
    source = models.CharField(max_length=20)
    columns = models.JSONField(default=dict)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"], name="a_mapping_name_is_used_once"
            )
        ]

    def __str__(self):
        return self.name


class Batch(Incoming):
    """Numbers that came in together: a file, a pasted block, a call of the API.

    A file is looked at first (`preview`); `choices` are the answers of a person.
    """

    class State(models.TextChoices):
        PREVIEW = "preview"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        UNDONE = "undone"

    source = models.CharField(max_length=20)
    file = models.CharField(max_length=43, blank=True)
    name = models.CharField(max_length=200, blank=True)
    mapping = models.ForeignKey(Mapping, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)


class Series(Owned):
    """A run of numbers of one metric from one source, for one place of a plan.

    A series of an advertising tool is told by the tool's own campaign, that of a table by the
    campaign as the table calls it (`external_id`), wherever somebody puts it. Until somebody says
    which campaign of ours that is, `campaign` is empty: its numbers wait. `key` says source,
    external campaign and place in one word, so that it can be unique.
    """

    key = models.CharField(max_length=200)
    source = models.CharField(max_length=20)
    external_id = models.CharField(max_length=120, blank=True)
    external_name = models.CharField(max_length=200, blank=True)
    campaign = models.ForeignKey(
        Campaign, null=True, on_delete=models.CASCADE, related_name="series"
    )
    channel = models.ForeignKey(Channel, null=True, on_delete=models.PROTECT, related_name="+")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, on_delete=models.PROTECT, related_name="+"
    )
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="series")
    currency = models.CharField(max_length=3, blank=True)
    ignored = models.BooleanField(
        default=False, help_text="Somebody said that it belongs to no campaign of ours."
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "key", "metric", "currency"], name="a_series_is_kept_once"
            )
        ]
        indexes = [models.Index(fields=["campaign", "metric"], name="series_of_a_campaign")]


class Observation(Owned):
    """A number of a series on a day; the next one for that day takes its place."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="observations")
    day = models.DateField()
    amount = models.BigIntegerField()
    definition = models.PositiveSmallIntegerField(default=1)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["series", "day"], name="a_day_has_one_number")
        ]


class Replaced(Owned):
    """What a batch wrote over in one series, so that it can be taken out again.

    `days` maps each day that it wrote to [amount, definition, batch] as they were before, or to
    null where nothing stood. A fourth, true, says that it only took away what stood.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="replaced")
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="+")
    days = models.JSONField(default=dict)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "series"], name="a_batch_replaces_in_a_series_once"
            )
        ]


class DayTotal(Owned):
    """All numbers of a metric of a campaign on a day, added up when they come in.

    Pages over all campaigns read these, not the observations. Each unit that the metric had has a
    total of its own.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="+")
    currency = models.CharField(max_length=3, blank=True)
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.COUNT)
    day = models.DateField()
    amount = models.BigIntegerField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "metric", "currency", "unit", "day"],
                name="a_day_is_added_up_once",
            )
        ]
