"""Everything that the page of one item shows, for one reader."""

from types import SimpleNamespace

from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.plan import answers, cards, feed, fields, policies, text, vocabulary
from campaigns.plan.addresses import address
from campaigns.plan.models import (
    Assignment,
    Comment,
    Dependency,
    Item,
    Labelling,
    Priority,
    Status,
)
from campaigns.plan.moves import Move
from campaigns.plan.querysets import is_outside
from workspace.kernel import clock
from workspace.kernel.live.cursors import following
from workspace.kernel.remembering import Remembered

details = Remembered(500)
additions = []


def adds(tell):
    """Register `tell(item, workspace)`: what another chapter says beside an item, as HTML or "".

    The team alone sees it. It is read once for each revision of the item's plan.
    """
    additions.append(tell)
    return tell


def context_of(request, item, stream, revision):
    member, slug = request.member, request.workspace.slug
    campaign = item.campaign
    people = vocabulary.people_of(campaign, member, revision)
    may = permissions(member, item)
    around = around_of(item, member, revision)
    return {
        "campaign": campaign,
        "stream": stream,
        "revision": revision,
        **following([(stream, revision)]),
        "item": shown(item, request.workspace, may, around),
        "facts": facts(item, vocabulary.known_to(member, campaign, revision), people, around),
        "waits_heading": _("Waits for"),
        "blocks_heading": _("Holds up"),
        "dependency_kinds": Dependency.Kind.choices,
        "whole_heading": _("Part of"),
        "parts_heading": _("Parts"),
        "comments": [comment(row, member) for row in around.comments],
        "activity": around.activity,
        "move": around.move,
        "beside": around.beside,
        "links": links(item, slug, around),
        "permissions": may,
        "choices": {"people": people},
    }


def permissions(member, item):
    hands = policies.item.allows(member, "progress", item)
    return {
        "edit": policies.item.allows(member, "edit", item),
        "progress": hands,
        "attach": hands,
        "comment": policies.item.allows(member, "comment", item),
        "trash": policies.item.allows(member, "trash", item),
        "team_only": not is_outside(member),
    }


def around_of(item, reader, revision):
    """The rows that stand around an item at a revision of its plan, for this kind of reader.

    Whatever changes one of them takes a revision, so they are read once for all who look.
    """
    kind = reader.role if is_outside(reader) else "team"
    key = (item.pk, revision, kind, get_language(), reader.workspace.face, clock.workspace_today())
    found = details.find(key)
    if found is None:
        found = SimpleNamespace(
            **neighbours(item),
            assigned=[each.member for each in related(Assignment, item, "member")],
            labelled=[each.label for each in related(Labelling, item, "label")],
            checklist=list(item.checklist.order_by("position", "pk")),
            files=list(policies.attachment.visible_to(reader).filter(item=item).order_by("pk")),
            comments=said_about(item, reader),
            activity=feed.of_item(item, reader),
            move=None if is_outside(reader) else last_move(item, reader),
            beside=[] if is_outside(reader) else said_beside(item, reader.workspace),
        )
        ends = [each.waits_for for each in found.waits] + [each.item for each in found.blocks]
        if all(other.campaign_id == item.campaign_id for other in ends):
            # What happens in another campaign takes no revision here.
            details.put(key, found)
    return found


def said_beside(item, workspace):
    return [html for tell in additions if (html := tell(item, workspace))]


def related(model, item, row):
    return model.objects.filter(item=item).select_related(row).order_by("pk")


def neighbours(item):
    """What it waits for, what it holds up, and the items before and after it in the order."""
    kept = Item.objects.kept().filter(campaign=item.campaign_id)
    before = Q(rank__lt=item.rank) | Q(rank=item.rank, number__lt=item.number)
    after = Q(rank__gt=item.rank) | Q(rank=item.rank, number__gt=item.number)
    numbers = kept.values_list("number", flat=True)
    return {
        "waits": dependencies("waits_for", item=item),
        "blocks": dependencies("item", waits_for=item),
        "parts": list(kept.filter(parent=item).order_by("rank", "number")),
        "previous": numbers.filter(before).order_by("-rank", "-number").first(),
        "next": numbers.filter(after).order_by("rank", "number").first(),
    }


def dependencies(end, **of):
    """The dependencies of an item whose other `end` is kept, those of its own plan first."""
    rows = Dependency.objects.filter(**of, **{f"{end}__trashed_at__isnull": True})
    rows = rows.select_related(f"{end}__campaign")
    return list(rows.order_by(f"{end}__campaign", f"{end}__rank", f"{end}__number"))


def last_move(item, reader):
    """The last move that began with this item and asked somebody, with who has answered."""
    rows = Move.objects.filter(item=item, undone_at__isnull=True, settled_at__isnull=True)
    rows = rows.filter(notices__isnull=False).select_related("by").order_by("-pk")
    found = answers.shown(list(rows[:1]), reader, reader.workspace.slug)
    return found[0] if found else None


def said_about(item, reader):
    rows = Comment.objects.kept().visible_to(reader).filter(item=item).select_related("author")
    return list(rows.prefetch_related("mentions__member").order_by("created_at", "pk"))


def links(item, slug, around):
    def to(name, number=item.number):
        return address(name, item.campaign, slug, number=number)

    return {
        "change": to("change_item"),
        "trash": to("trash_item"),
        "move": to("move_item"),
        "depend": to("wait_for"),
        "how": to("how_it_waits"),
        "belong": to("part_of"),
        "fitting": to("fitting"),
        "repeats": to("repeats"),
        "label": to("label_item"),
        "check": to("checklist"),
        "attach": to("attach"),
        "comment": to("comment"),
        "more_activity": to("item_activity"),
        "plan": address("board", item.campaign, slug),
        "previous": to("item", around.previous) if around.previous else "",
        "next": to("item", around.next) if around.next else "",
    }


def shown(item, workspace, may, around):
    """The item with its related rows, as the template names them."""
    campaign, slug = item.campaign, workspace.slug
    is_part = item.parent and not item.parent.trashed_at
    parent = linked(item.parent, slug, campaign) if is_part else None
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
        returns_on=returns_on(item, workspace),
        waiting_for=item.waiting_for,
        parent=parent,
        waits_for=[waited(each, each.waits_for, slug, item, may) for each in around.waits],
        blocks=[waited(each, each.item, slug, item, may) for each in around.blocks],
        parts=[linked(each, slug, campaign) for each in around.parts],
        whole=[parent] if parent else [],
        description=item.description,
        description_html=text.html_of(item.description) if item.description else "",
        checklist=[entry(each, item, slug) for each in around.checklist],
        checklist_done=item.checklist_done,
        checklist_total=item.checklist_total,
        files=[file(each, slug) for each in around.files],
        extra=sorted(item.extra.items()) if may["team_only"] else [],
    )


def returns_on(item, workspace):
    """The day of the next item that this one is followed by; None when it does not come again."""
    recurrence = getattr(item, "recurrence", None)
    return recurrence and recurrence.returns_on(workspace)


def linked(item, slug, campaign):
    return SimpleNamespace(
        id=item.pk,
        key=f"{campaign.key}-{item.number}",
        title=item.title,
        status=item.status,
        status_label=item.get_status_display(),
        url=address("item", campaign, slug, number=item.number),
    )


def waited(dependency, other, slug, item, may):
    """What is at the other end of a dependency; for outsiders, nothing of another campaign."""
    if other.campaign_id != item.campaign_id and not may["team_only"]:
        return SimpleNamespace(is_hidden=True)
    shown = linked(other, slug, other.campaign)
    shown.dependency_kind, shown.lag = dependency.kind, dependency.lag
    shown.is_usual = (dependency.kind, dependency.lag) == fields.USUAL
    shown.kind_label = dependency.get_kind_display()
    shown.elsewhere = other.campaign if other.campaign_id != item.campaign_id else None
    return shown


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
        uploaded_by=each.uploaded_by_id,
        size_label=filesizeformat(each.size),
        icon="image" if picture else "file-text",
    )


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


def facts(item, words, people, around):
    """The changeable facts, in the order in which people ask for them."""
    assigned, labelled = around.assigned, around.labelled
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
        fact("pinned", "check", item.pinned),
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
