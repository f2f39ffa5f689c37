"""Leads, what sales decides about them, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.brief.models import Campaign
from campaigns.journey.models import Touchpoint
from campaigns.plan.models import Channel, Item
from teams.models import Member, Team
from workspace.kernel.owned import Owned, OwnedQuerySet, manager
from workspace.kernel.rows import Versioned

STANDARD_REASONS = {
    "company_size": _("Wrong company size"),
    "wrong_role": _("Wrong role"),
    "territory": _("Out of territory or segment"),
    "bad_data": _("Bad data"),
    "duplicate": _("Duplicate or already owned"),
    "customer": _("Existing customer"),
    "competitor": _("Competitor or student"),
    "no_intent": _("No intent or bad timing"),
    "no_budget": _("No budget"),
    "unreachable": _("Unreachable"),
}


class RejectionReason(Versioned):
    """Why sales rejects leads; a standard one has a key and is named in each reader's language."""

    key = models.SlugField(max_length=30, blank=True)
    name = models.CharField(_("Name"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta(Versioned.Meta):
        constraints = [
            models.CheckConstraint(
                name="a_rejection_reason_has_a_name", condition=~Q(key="") | ~Q(name="")
            )
        ]

    def __str__(self):
        """Its own name, or the standard one in the reader's language."""
        return self.name or str(STANDARD_REASONS.get(self.key, self.key))


class Agreement(Versioned):
    """How long sales may take to decide on an MQL, in working minutes; nothing: no limit is set."""

    minutes = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace"], name="a_workspace_has_one_agreement")
        ]


class OfficeHours(Versioned):
    """When a team works; the row without a team is for everybody else."""

    team = models.OneToOneField(
        Team, null=True, on_delete=models.CASCADE, related_name="office_hours"
    )
    time_zone = models.CharField(_("Time zone"), max_length=60)
    opens_at = models.TimeField(_("From"))
    closes_at = models.TimeField(_("To"))
    working_days = models.PositiveSmallIntegerField(
        null=True, help_text="As of the workspace; nothing: the workspace's own."
    )
    country = models.CharField(
        _("Holidays of"),
        max_length=6,
        blank=True,
        help_text="A country, or one of its parts; nothing: the workspace's holidays.",
    )

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"],
                name="a_workspace_has_one_set_of_hours_for_all",
                condition=Q(team__isnull=True),
            ),
            models.CheckConstraint(
                name="an_office_opens_before_it_closes",
                condition=Q(closes_at__gt=models.F("opens_at")),
            ),
        ]


class LeadQuerySet(OwnedQuerySet):
    def visible_to(self, reader):
        """The team's; guests and viewers never see a lead."""
        return self.none() if reader.role in {"guest", "viewer"} else self

    def standing(self):
        """Neither merged into another nor erased."""
        return self.filter(merged_into__isnull=True, erased_at__isnull=True)

    def waiting(self):
        """MQLs that sales has to decide on."""
        return self.standing().filter(state=Lead.State.MQL)


class TeamsOnly(OwnedQuerySet):
    def visible_to(self, reader):
        """The team's: guests and viewers know nothing of leads."""
        return self.none() if reader.role in {"guest", "viewer"} else self


class Lead(Versioned):
    """A person who may buy, where they came from, and how far they are.

    An erased lead has lost everything that says who it was; its campaign, touchpoint, state and
    moments stay, so that nothing that was counted changes. `email_key` and `phone_key` are how
    duplicates are found: lower case, digits only.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        MQL = "mql", _("MQL")
        ACCEPTED = "accepted", _("Accepted (SAL)")
        QUALIFIED = "qualified", _("Qualified (SQL)")
        OPPORTUNITY = "opportunity", _("Opportunity")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")
        REJECTED = "rejected", _("Rejected")
        RECYCLED = "recycled", _("Recycled")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="leads")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    name = models.CharField(_("Name"), max_length=120, blank=True)
    company = models.CharField(_("Company"), max_length=120, blank=True)
    title = models.CharField(_("Job title"), max_length=120, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    country = models.CharField(_("Country"), max_length=60, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    phone_key = models.CharField(max_length=40, blank=True)
    consent = models.CharField(_("Consent"), max_length=200, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)
    utm = models.JSONField(
        default=dict, blank=True, help_text="source, medium, campaign, term, content, id."
    )
    state = models.CharField(_("State"), max_length=11, choices=State, default=State.NEW)
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="leads"
    )
    value = models.BigIntegerField(_("Value"), null=True, blank=True, help_text="Millionths.")
    currency = models.CharField(_("Currency"), max_length=3, blank=True)
    source = models.CharField(max_length=20, blank=True)
    external_id = models.CharField(max_length=120, blank=True)

    created_at = models.DateTimeField()
    mql_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="When the allowed time to decide ends.")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    rejected_at = models.DateTimeField(null=True)
    reason = models.ForeignKey(
        RejectionReason, null=True, on_delete=models.PROTECT, related_name="leads"
    )
    back_on = models.DateField(null=True, help_text="When a recycled lead comes back.")
    qualified_at = models.DateTimeField(null=True)
    opportunity_at = models.DateTimeField(null=True)
    won_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    erased_at = models.DateTimeField(null=True)

    objects = manager(LeadQuerySet)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "source", "external_id"],
                name="an_imported_lead_comes_in_once",
                condition=~Q(external_id=""),
            ),
            models.CheckConstraint(
                name="a_rejected_lead_has_a_reason",
                condition=~Q(state="rejected") | Q(reason__isnull=False),
            ),
            models.CheckConstraint(
                name="a_recycled_lead_comes_back",
                condition=~Q(state="recycled") | Q(back_on__isnull=False),
            ),
            models.CheckConstraint(
                name="no_lead_is_merged_into_itself", condition=~Q(merged_into=models.F("pk"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "due_at", "id"],
                name="leads_that_wait",
                condition=Q(state="mql", merged_into__isnull=True, erased_at__isnull=True),
            ),
            models.Index(fields=["campaign", "touchpoint", "state"], name="leads_of_a_touchpoint"),
            models.Index(fields=["workspace", "email_key"], name="leads_by_mail"),
            models.Index(fields=["workspace", "phone_key"], name="leads_by_phone"),
            models.Index(
                fields=["workspace", "back_on"],
                name="leads_that_come_back",
                condition=Q(state="recycled"),
            ),
        ]

    def __str__(self):
        """Never who it is: this stands in events, logs and lists of errors."""
        return f"#{self.pk}"


class Touch(Owned):
    """A moment at which a lead met the campaign."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="touches")
    at = models.DateTimeField()
    what = models.CharField(max_length=200)
    channel = models.ForeignKey(Channel, null=True, on_delete=models.PROTECT, related_name="+")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["lead", "at"], name="touches_of_a_lead")]


class Note(Owned):
    """What a rep noted about a lead."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    body = models.TextField(_("Note"), max_length=5_000)
    created_at = models.DateTimeField()


class Theme(models.TextChoices):
    PRICE = "price", _("Price")
    MESSAGE = "message", _("Message")
    COMPETITOR = "competitor", _("Competitor")
    PRODUCT = "product", _("Product")
    TIMING = "timing", _("Timing")


class Answer(Owned):
    """What marketing decided because of what sales said: in words, as an item, or both.

    `reason` or `theme` say what it answers; `quotes` and `leads` are the very ones.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="answers")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, on_delete=models.CASCADE, related_name="answers"
    )
    reason = models.ForeignKey(
        RejectionReason, null=True, on_delete=models.PROTECT, related_name="+"
    )
    theme = models.CharField(max_length=10, choices=Theme, blank=True)
    decision = models.CharField(_("Decision"), max_length=500, blank=True)
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                name="an_answer_says_or_does_something",
                condition=~Q(decision="") | Q(item__isnull=False),
            )
        ]


class Quote(Owned):
    """What a customer said, in their words, as a rep heard it."""

    lead = models.ForeignKey(Lead, null=True, on_delete=models.SET_NULL, related_name="quotes")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="quotes")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, on_delete=models.CASCADE, related_name="quotes"
    )
    theme = models.CharField(_("Theme"), max_length=10, choices=Theme)
    body = models.CharField(_("What they said"), max_length=500)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    answer = models.ForeignKey(Answer, null=True, on_delete=models.SET_NULL, related_name="quotes")


class Answered(Owned):
    """A rejected lead that an answer is about; `seen_at` is when the rep who rejected it saw it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="leads")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="answers")
    rep = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["answer", "lead"], name="an_answer_is_to_a_lead_once")
        ]
        indexes = [
            models.Index(
                fields=["rep"], name="answers_to_be_seen", condition=Q(seen_at__isnull=True)
            )
        ]


class Merge(Owned):
    """Two leads were said to be one person; `before` is what the kept one said until then."""

    kept = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class Looked(Owned):
    """Somebody saw, took out or erased what says who leads are; never changed, never deleted."""

    class What(models.TextChoices):
        VIEWED = "viewed", _("Viewed")
        EXPORTED = "exported", _("Exported")
        ERASED = "erased", _("Erased")

    lead = models.ForeignKey(Lead, null=True, on_delete=models.SET_NULL, related_name="looks")
    count = models.PositiveIntegerField(default=1)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=8, choices=What)
    via = models.CharField(max_length=20, default="web")
    at = models.DateTimeField()
    wanted = models.JSONField(
        default=dict, help_text="Of an export its filter; of an erasure the reason that was given."
    )

    objects = manager(TeamsOnly)

    class Meta(Owned.Meta):
        indexes = [
            models.Index(fields=["workspace", "at"], name="looks_by_moment"),
            models.Index(fields=["lead", "member", "at"], name="looks_of_one_at_a_lead"),
        ]


class Form(Versioned):
    """Where a form on a website sends its leads: signed, counted, revocable.

    The secret is made of `nonce` and the installation's secret key, so the database does not hold
    it (see `leads/secrets.py`).
    """

    name = models.CharField(_("Name"), max_length=80)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="forms")
    touchpoint = models.ForeignKey(
        Touchpoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(max_length=43, unique=True)
    nonce = models.CharField(max_length=43)
    per_minute = models.PositiveSmallIntegerField(_("Leads a minute, at most"), default=60)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = manager(TeamsOnly)

    def __str__(self):
        return self.name


class Received(Owned):
    """A message that a form sent, by its id: the same one is not taken in twice.

    Kept for as long as its signature would still be accepted; nothing of its content is.
    """

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="received")
    message = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["form", "message"], name="a_message_comes_in_once")
        ]
        indexes = [models.Index(fields=["form", "at"], name="messages_of_a_form")]


class LeadImport(Versioned):
    """A file of leads on its way in: looked at first, then brought in all or nothing."""

    class State(models.TextChoices):
        PREVIEW = "preview"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        UNDONE = "undone"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="lead_imports")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.CharField(max_length=43, unique=True)
    name = models.CharField(max_length=200)
    choices = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    failure = models.TextField(blank=True)
    kept = models.PositiveIntegerField(default=0, help_text="What an undo left, as it was used.")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = manager(TeamsOnly)

    def __str__(self):
        return self.name

    @property
    def is_running(self):
        return self.state in {self.State.WAITING, self.State.RUNNING}


class Brought(Owned):
    """A lead that an import made or changed: `before` is what it said until then, None: nothing.

    `version` is the lead's after it, by which an undo knows whether somebody has worked on it.
    """

    brought = models.ForeignKey(LeadImport, on_delete=models.CASCADE, related_name="leads")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="brought")
    before = models.JSONField(null=True)
    version = models.PositiveIntegerField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["brought", "lead"], name="an_import_brings_a_lead_once")
        ]
