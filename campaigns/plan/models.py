"""The plan: items, who does them, what waits for what, and what is said about them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from campaigns.brief.models import Campaign
from campaigns.plan.querysets import CommentQuerySet, ItemQuerySet
from teams.models import Member, Team
from workspace.kernel.owned import Owned, OwnedQuerySet, manager
from workspace.kernel.rows import Versioned


class Channel(Versioned):
    """A way to reach people, such as paid search or direct mail."""

    class Direction(models.TextChoices):
        INBOUND = "inbound", _("Inbound")
        OUTBOUND = "outbound", _("Outbound")

    class Medium(models.TextChoices):
        ONLINE = "online", _("Online")
        OFFLINE = "offline", _("Offline")

    name = models.CharField(_("Name"), max_length=60)
    direction = models.CharField(
        _("Direction"), max_length=8, choices=Direction, default=Direction.INBOUND
    )
    medium = models.CharField(_("Medium"), max_length=7, choices=Medium, default=Medium.ONLINE)
    icon = models.CharField(max_length=40, default="radio")
    hue = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="a_channel_name_is_used_once")
        ]

    def __str__(self):
        return self.name


class Stage(Versioned):
    """A step of the customer's journey."""

    name = models.CharField(_("Name"), max_length=60)
    position = models.PositiveIntegerField(default=0)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="a_stage_name_is_used_once")
        ]

    def __str__(self):
        return self.name


class Label(Owned):
    """A word that marks items across teams and channels."""

    name = models.CharField(_("Name"), max_length=50)
    hue = models.PositiveSmallIntegerField(default=0)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="a_label_name_is_used_once")
        ]

    def __str__(self):
        return self.name


class Kind(models.TextChoices):
    TASK = "task", _("Task")
    DELIVERABLE = "deliverable", _("Deliverable")
    MILESTONE = "milestone", _("Milestone")


class Status(models.TextChoices):
    TODO = "todo", _("To do")
    DOING = "doing", _("In progress")
    REVIEW = "review", _("In review")
    BLOCKED = "blocked", _("Blocked")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


ENDED = (Status.DONE, Status.DROPPED)


class Priority(models.IntegerChoices):
    URGENT = 1, _("Urgent")
    HIGH = 2, _("High")
    NORMAL = 3, _("Normal")
    LOW = 4, _("Low")


class Item(Versioned):
    """A piece of work in a campaign: a task, a deliverable, or a milestone that teams share.

    `face` is the campaign's revision at which anything that a row of the item shows last
    changed; counts of related rows are kept here so that a row is drawn from one row.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    title = models.CharField(_("Title"), max_length=200)
    description = models.TextField(_("Description"), blank=True, max_length=20_000)
    kind = models.CharField(_("Kind"), max_length=11, choices=Kind, default=Kind.TASK)
    status = models.CharField(_("Status"), max_length=8, choices=Status, default=Status.TODO)
    priority = models.PositiveSmallIntegerField(
        _("Priority"), choices=Priority, default=Priority.NORMAL
    )
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    stage = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    start_on = models.DateField(_("Start"), null=True, blank=True)
    due_on = models.DateField(_("Due"), null=True, blank=True)
    estimate = models.DecimalField(
        _("Estimate (hours)"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    pinned = models.BooleanField(
        _("Pinned"), default=False, help_text="Its days were set by hand; nothing moves them."
    )
    rank = models.FloatField(default=0)
    extra = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=20, blank=True)
    external_id = models.CharField(max_length=120, blank=True)

    waiting_for = models.PositiveIntegerField(default=0)
    holding_up = models.PositiveIntegerField(default=0)
    checklist_done = models.PositiveIntegerField(default=0)
    checklist_total = models.PositiveIntegerField(default=0)
    open_comments = models.PositiveIntegerField(default=0)
    team_comments = models.PositiveIntegerField(default=0)
    attachment_count = models.PositiveIntegerField(default=0)
    search = models.TextField(blank=True)
    face = models.PositiveBigIntegerField(default=0)

    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    status_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    trashed_at = models.DateTimeField(null=True)

    objects = manager(ItemQuerySet)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"], name="an_item_number_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["campaign", "source", "external_id"],
                name="an_imported_item_comes_in_once",
                condition=~Q(external_id=""),
            ),
            models.CheckConstraint(
                name="an_item_is_due_after_it_starts",
                condition=Q(start_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=F("start_on")),
            ),
            models.CheckConstraint(name="no_item_is_its_own_parent", condition=~Q(parent=F("pk"))),
            models.CheckConstraint(
                name="what_is_done_has_a_moment",
                condition=~Q(status="done") | Q(completed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["campaign", "rank", "number"],
                name="items_of_a_plan",
                condition=Q(trashed_at__isnull=True),
            ),
            models.Index(
                fields=["campaign", "status", "rank", "number"],
                name="items_by_status",
                condition=Q(trashed_at__isnull=True),
            ),
            models.Index(
                fields=["campaign", "status", "waiting_for", "due_on"],
                name="items_counted",
                condition=Q(trashed_at__isnull=True),
            ),
            models.Index(fields=["campaign", "face"], name="items_moved_since"),
        ]

    def __str__(self):
        return self.title

    @property
    def ended(self):
        return self.status in ENDED


class Assignment(Owned):
    """A member answers for an item, alone or with others."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="assignments")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="assignments")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="a_member_is_assigned_once")
        ]


class Labelling(Owned):
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="labellings")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="labellings")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["item", "label"], name="a_label_is_put_on_once")
        ]


class ChecklistEntry(Owned):
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="checklist")
    text = models.CharField(_("Text"), max_length=300)
    done = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    def __str__(self):
        return self.text


class Dependency(Owned):
    """`item` waits for `waits_for`; a lag is counted in working days."""

    class Kind(models.TextChoices):
        FS = "FS", _("Finish to start")
        SS = "SS", _("Start to start")
        FF = "FF", _("Finish to finish")
        SF = "SF", _("Start to finish")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="waits")
    waits_for = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=2, choices=Kind, default=Kind.FS)
    lag = models.SmallIntegerField(default=0)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["item", "waits_for"], name="a_dependency_is_listed_once"
            ),
            models.CheckConstraint(
                name="no_item_waits_for_itself", condition=~Q(item=F("waits_for"))
            ),
        ]


class Comment(Versioned):
    """What somebody said about an item; a team-only comment is never shown to a guest."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=200, blank=True)
    body = models.TextField(_("Comment"), max_length=20_000)
    team_only = models.BooleanField(_("Team only"), default=False)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = manager(CommentQuerySet)

    class Meta(Versioned.Meta):
        indexes = [models.Index(fields=["item", "created_at"], name="comments_of_an_item")]

    def __str__(self):
        return self.body[:60]


class Mention(Owned):
    """A comment asks for a member's attention, until they have answered or put it aside."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="mentions")
    settled_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "member"], name="a_comment_mentions_a_member_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["member"], name="mentions_to_settle", condition=Q(settled_at__isnull=True)
            )
        ]


class AttachmentQuerySet(OwnedQuerySet):
    def kept(self):
        return self.filter(removed_at__isnull=True)


class Attachment(Owned):
    """A file on an item; its key is all that a link to it tells."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="attachments")
    key = models.CharField(max_length=43, unique=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = manager(AttachmentQuerySet)

    def __str__(self):
        return self.name
