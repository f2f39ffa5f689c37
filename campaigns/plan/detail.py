"""Everything that the page of one item shows, for one reader."""

from types import SimpleNamespace

from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.plan import cards, feed, fields, policies, text, vocabulary, windows
from campaigns.plan.addresses import address
from campaigns.plan.models import (
    Assignment,
    Attachment,
    Comment,
    Dependency,
    Item,
    Labelling,
    Priority,
    Status,
)
from campaigns.plan.querysets import is_outside


def context_of(request, item):
    member, slug = request.member, request.workspace.slug
    campaign = item.campaign
    stream, revision = windows.revision_of(campaign)
    people = vocabulary.people_of(campaign, request.workspace, revision)
    may = permissions(member, item)
    return {
        "campaign": campaign,
        "stream": stream,
        "follow": f"{stream}",
        "cursor": f"{stream}:{revision}",
        "item": shown(item, slug, may),
        "facts": facts(item, request.workspace, people),
        "waits_heading": _("Waits for"),
        "blocks_heading": _("Holds up"),
        "comments": comments(item, member),
        "activity": feed.of_item(item, member),
        "links": links(item, slug),
        "permissions": may,
        "choices": {"people": people},
    }


def permissions(member, item):
    return {
        "edit": policies.item.allows(member, "edit", item),
        "progress": policies.item.allows(member, "progress", item),
        "attach": policies.item.allows(member, "attach", item),
        "comment": policies.item.allows(member, "comment", item),
        "trash": policies.item.allows(member, "trash", item),
        "team_only": not is_outside(member),
    }


def links(item, slug):
    def to(name):
        return address(name, item.campaign, slug, number=item.number)

    around = Item.objects.kept().filter(campaign=item.campaign_id)
    place = Q(rank__lt=item.rank) | Q(rank=item.rank, number__lt=item.number)
    before = (
        around.filter(place).order_by("-rank", "-number").values_list("number", flat=True).first()
    )
    after = (
        around.exclude(place)
        .exclude(pk=item.pk)
        .order_by("rank", "number")
        .values_list("number", flat=True)
        .first()
    )
    return {
        "change": to("change_item"),
        "trash": to("trash_item"),
        "depend": to("wait_for"),
        "check": to("checklist"),
        "attach": to("attach"),
        "comment": to("comment"),
        "more_activity": to("item_activity"),
        "plan": address("board", item.campaign, slug),
        "previous": address("item", item.campaign, slug, number=before) if before else "",
        "next": address("item", item.campaign, slug, number=after) if after else "",
    }


def shown(item, slug, may):
    """The item with its related rows, as the template names them."""
    campaign = item.campaign
    waits = Dependency.objects.filter(item=item, waits_for__trashed_at=None).select_related(
        "waits_for"
    )
    holds = Dependency.objects.filter(waits_for=item, item__trashed_at=None).select_related("item")
    return SimpleNamespace(
        id=item.pk,
        key=f"{campaign.key}-{item.number}",
        number=item.number,
        title=item.title,
        url=address("item", campaign, slug, number=item.number),
        version=item.version,
        status=item.status,
        status_label=item.get_status_display(),
        held=item.waiting_for > 0 and not item.ended,
        waiting_for=item.waiting_for,
        parent=linked(item.parent, slug) if item.parent else None,
        waits_for=[linked(each.waits_for, slug, campaign) for each in waits],
        blocks=[linked(each.item, slug, campaign) for each in holds],
        description=item.description,
        description_html=text.html_of(item.description) if item.description else "",
        checklist=[entry(each, item, slug) for each in item.checklist.order_by("position", "pk")],
        checklist_done=item.checklist_done,
        checklist_total=item.checklist_total,
        files=[
            file(each, slug) for each in Attachment.objects.kept().filter(item=item).order_by("pk")
        ],
        extra=[] if not may["team_only"] else sorted(item.extra.items()),
    )


def linked(item, slug, campaign=None):
    campaign = campaign or item.campaign
    return SimpleNamespace(
        id=item.pk,
        key=f"{campaign.key}-{item.number}",
        title=item.title,
        status=item.status,
        status_label=item.get_status_display(),
        url=address("item", campaign, slug, number=item.number),
    )


def entry(each, item, slug):
    def to(name):
        return address(name, item.campaign, slug, number=item.number, entry=each.pk)

    return SimpleNamespace(
        id=each.pk,
        text=each.text,
        done=each.done,
        url=to("edit_entry"),
        remove_url=to("remove_entry"),
    )


def file(each, slug):
    picture = each.content_type.startswith("image/")
    return SimpleNamespace(
        id=each.pk,
        name=each.name,
        url=reverse("file", kwargs={"workspace": slug, "key": each.key}),
        remove_url=reverse("remove_file", kwargs={"workspace": slug, "key": each.key}),
        size_label=filesizeformat(each.size),
        icon="image" if picture else "file-text",
    )


def comments(item, reader):
    rows = Comment.objects.kept().visible_to(reader).filter(item=item).select_related("author")
    rows = rows.prefetch_related("mentions__member").order_by("created_at", "pk")
    return [comment(row, reader) for row in rows]


def comment(row, reader):
    names = [mention.member.name for mention in row.mentions.all()]
    return SimpleNamespace(
        id=row.pk,
        author=row.author or feed.somebody(row.author_name),
        at=row.created_at,
        edited=row.edited_at is not None,
        html=text.with_names(text.html_of(row.body), names),
        body=row.body,
        version=row.version,
        team_only=row.team_only,
        own=row.author_id == reader.pk,
        removable=policies.comment.allows(reader, "remove", row),
    )


def facts(item, workspace, people):
    """The changeable facts, in the order in which people ask for them."""
    words = vocabulary.of(workspace)
    assigned = [
        a.member
        for a in Assignment.objects.filter(item=item).select_related("member").order_by("pk")
    ]
    labelled = [
        each.label
        for each in Labelling.objects.filter(item=item).select_related("label").order_by("pk")
    ]
    return [
        fact("status", "choice", item.status, Status.choices),
        fact("assignees", "people", assigned, people, chosen=[person.pk for person in assigned]),
        fact("start_on", "date", iso(item.start_on)),
        fact("due_on", "date", iso(item.due_on)),
        fact("channel", "choice", item.channel_id or "", options(words.channels)),
        fact("stage", "choice", item.stage_id or "", options(words.stages)),
        fact("team", "choice", item.team_id or "", options(words.teams)),
        fact("priority", "choice", item.priority, Priority.choices),
        fact("kind", "choice", item.kind, Item._meta.get_field("kind").choices),
        fact("estimate", "number", cards.plain_hours(item.estimate)),
        fact("labels", "labels", labelled, words.labels, chosen=[label.pk for label in labelled]),
    ]


def fact(name, kind, value, options=(), chosen=()):
    return SimpleNamespace(
        name=name,
        label=fields.LABELS[name],
        kind=kind,
        value=value,
        options=[named(each) for each in options] if kind in {"people", "labels"} else options,
        chosen=chosen,
    )


def named(row):
    return SimpleNamespace(
        id=row.pk, name=row.name, hue=row.hue, initials=getattr(row, "initials", "")
    )


def options(rows):
    return [("", "–"), *((row.pk, row.name) for row in rows)]


def iso(day):
    return day.isoformat() if day else ""
