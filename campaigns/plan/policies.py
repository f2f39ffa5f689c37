"""Who may see and do what with a plan: one policy per noun."""

from campaigns.brief.models import Campaign
from campaigns.plan.models import (
    Attachment,
    Channel,
    Comment,
    Item,
    Label,
    Mention,
    Stage,
)
from campaigns.plan.moves import Move, Notice
from campaigns.plan.querysets import is_outside
from workspace.kernel.access import (
    CONTRIBUTORS,
    EVERYONE,
    MANAGERS,
    READERS,
    TEAM,
    Policy,
    when,
    who,
)
from workspace.kernel.streams.models import Event, Stream

HANDS = who("sales", "guest")


def is_assigned(member, item):
    """The item is assigned to them, or to somebody of their partner organisation."""
    mine = item.assignments.filter(member=member)
    if mine.exists():
        return True
    return bool(
        member.partner_id and item.assignments.filter(member__partner=member.partner_id).exists()
    )


def wrote(member, comment):
    """They wrote it."""
    return comment.author_id == member.pk


def uploaded(member, attachment):
    """They uploaded it."""
    return attachment.uploaded_by_id == member.pk


def in_visible_campaigns(rows, reader):
    return rows.filter(campaign__in=Campaign.objects.visible_to(reader))


item = Policy(
    "item",
    visible_to=lambda reader: Item.objects.visible_to(reader).select_related("campaign"),
    alike_for=TEAM.roles,
    abilities={
        "view": READERS,
        "add": CONTRIBUTORS,
        "edit": CONTRIBUTORS,
        "progress": CONTRIBUTORS | when(is_assigned, HANDS),
        "attach": CONTRIBUTORS | when(is_assigned, HANDS),
        "comment": EVERYONE,
        "trash": CONTRIBUTORS,
        "undo": EVERYONE,
    },
)

trashed_item = Policy(
    "trashed item",
    visible_to=lambda reader: in_visible_campaigns(Item.objects.trashed(), reader),
    abilities={"view": TEAM, "restore": CONTRIBUTORS},
)


def visible_attachments(reader):
    """The files on the items one sees; who reads by a link sees the plan, not its files."""
    if reader.role == "viewer":
        return Attachment.objects.none()
    return Attachment.objects.kept().filter(item__in=Item.objects.visible_to(reader))


comment = Policy(
    "comment",
    visible_to=lambda reader: Comment.objects.kept().visible_to(reader),
    abilities={
        "view": EVERYONE,
        "edit": when(wrote, EVERYONE),
        "remove": MANAGERS | when(wrote, EVERYONE),
    },
)

mention = Policy(
    "mention",
    visible_to=lambda reader: Mention.objects.filter(
        member=reader.pk, comment__in=Comment.objects.kept().visible_to(reader)
    ),
    abilities={"view": EVERYONE, "settle": EVERYONE},
)

attachment = Policy(
    "attachment",
    visible_to=visible_attachments,
    abilities={"view": EVERYONE, "remove": CONTRIBUTORS | when(uploaded, EVERYONE)},
)


def known(words, reader, column):
    """All words for the team; outsiders know those that stand on the items they see."""
    if not is_outside(reader):
        return words
    return words.filter(pk__in=Item.objects.visible_to(reader).values(column))


BY_A_FILE = (
    "Whoever brings a plan in from a file (see *Import*) also adds each {} that the file names and"
    " that is missing, unless they choose another for it first."
)
channel = Policy(
    "channel",
    visible_to=lambda reader: known(Channel.objects.all(), reader, "channel"),
    abilities={"view": EVERYONE, "add": MANAGERS, "edit": MANAGERS, "remove": MANAGERS},
    from_request="workspace",
    beside=BY_A_FILE.format("channel"),
)

stage = Policy(
    "stage",
    visible_to=lambda reader: known(Stage.objects.all(), reader, "stage"),
    abilities={"view": EVERYONE, "add": MANAGERS, "edit": MANAGERS, "remove": MANAGERS},
    from_request="workspace",
    beside=BY_A_FILE.format("stage"),
)

label = Policy(
    "label",
    visible_to=lambda reader: known(Label.objects.all(), reader, "labellings__label"),
    abilities={"view": EVERYONE, "add": CONTRIBUTORS, "edit": CONTRIBUTORS, "remove": MANAGERS},
    from_request="workspace",
)


def visible_events(reader):
    """What happened in the campaigns a reader sees; nothing of the team's own talk for guests.

    Who reads by a link sees the plan as it is, not who did what.
    """
    if reader.role == "viewer":
        return Event.objects.none()
    streams = Stream.objects.filter(
        kind="campaign", of__in=Campaign.objects.visible_to(reader).values("pk")
    )
    events = Event.objects.filter(stream__in=streams)
    return events.filter(audience=Event.Audience.ALL) if is_outside(reader) else events


def reason_told(event, reader):
    """Why it happened; outsiders read a reason only in the campaign where it was given."""
    return event.reason_told("all" if is_outside(reader) else "team")


event = Policy(
    "event",
    visible_to=visible_events,
    abilities={"view": EVERYONE},
)


def visible_moves(reader):
    """All for the team; a guest knows of those that moved dates of theirs."""
    rows = Move.objects.filter(undone_at__isnull=True)
    if is_outside(reader):
        return rows.filter(notices__in=Notice.objects.filter(member=reader.pk))
    return rows


def moved_it(member, move):
    """They moved it."""
    return move.by_id == member.pk


notice = Policy(
    "notice",
    visible_to=lambda reader: Notice.objects.filter(member=reader.pk, move__undone_at__isnull=True),
    abilities={"view": EVERYONE, "answer": EVERYONE},
)

move = Policy(
    "move",
    visible_to=visible_moves,
    abilities={
        "view": EVERYONE,
        "remind": MANAGERS | when(moved_it, CONTRIBUTORS),
        "settle": MANAGERS | when(moved_it, CONTRIBUTORS),
    },
)
