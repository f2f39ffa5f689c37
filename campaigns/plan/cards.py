"""Items as cards and rows: drawn once for each (item, face, language, kind of reader, day).

What a row shows is in the key: `face` moves with every visible change of the item, the
workspace's `face` with every rename of people, channels, stages, teams or labels. Hence a
remembered row is never wrong, and many readers of one change cost one drawing.
"""

from collections import defaultdict
from types import SimpleNamespace

from django.db.models import Value
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from campaigns.plan import vocabulary
from campaigns.plan.models import ENDED, Assignment, Item, Labelling, Priority
from campaigns.plan.querysets import is_outside
from workspace.kernel.ready import ready
from workspace.kernel.remembering import Remembered
from workspace.kernel.templatetags.look import day

SHAPES = {
    "board": "campaigns/plan/board.html#card",
    "list": "campaigns/plan/list.html#row",
    "work": "campaigns/insights/my_work.html#row",
    "agenda": "campaigns/calendar/agenda.html#row",
    "cell": "campaigns/insights/journey_map.html#card",
}
MOST = 24_000
SHOWN_PEOPLE = 3
PRIORITIES = {
    Priority.URGENT: "urgent",
    Priority.HIGH: "high",
    Priority.NORMAL: "normal",
    Priority.LOW: "low",
}


drawn = Remembered(MOST)


def draw(pairs, reader, shape):
    """{id: HTML} for `pairs` of (id, face); two statements at most, none when all are known."""
    found, missing = known(pairs, reader, shape)
    for start in range(0, len(missing), 500):
        rows = Item.objects.filter(pk__in=missing[start : start + 500])
        found |= drawn_anew(rows.select_related("campaign", "parent"), reader, shape)
    return found


def draw_rows(items, reader, shape):
    """{id: HTML} of items that are read already, with their campaign and parent."""
    found, missing = known([(item.pk, item.face) for item in items], reader, shape)
    if missing:
        found |= drawn_anew([item for item in items if item.pk in missing], reader, shape)
    return found


def variant(reader, shape):
    """What else than the item a drawing depends on."""
    day = timezone.localdate().toordinal()
    return shape, get_language(), is_outside(reader), day, reader.workspace.face


def known(pairs, reader, shape):
    """{id: HTML} of what is remembered, and the ids of the rest."""
    which = variant(reader, shape)
    found = {pk: drawn.find((pk, face, which)) for pk, face in pairs}
    missing = [pk for pk, html in found.items() if html is None]
    return {pk: html for pk, html in found.items() if html is not None}, missing


def drawn_anew(items, reader, shape):
    found, which = {}, variant(reader, shape)
    today, outside, slug = timezone.localdate(), is_outside(reader), reader.workspace.slug
    for item, people, labels in furnished(list(items), reader.workspace):
        html = render(card(item, slug, today, outside, people, labels), shape)
        drawn.put((item.pk, item.face, which), html)
        found[item.pk] = html
    return found


def furnished(items, workspace):
    """(item, its people, its labels) with all that a row shows, by one statement.

    The words of the workspace are known already, so they are not read again with each item.
    """
    people, labels = names_on([item.pk for item in items], workspace)
    words = vocabulary.by_id(workspace)
    for item in items:
        for name in ("channel", "stage", "team"):
            if word := words[name].get(getattr(item, f"{name}_id")):
                setattr(item, name, word)
        yield item, people[item.pk], labels[item.pk]


def names_on(pks, workspace):
    """Who answers for each item, and its labels: two of {item: [row]}, in the order of putting."""
    found = {"people": defaultdict(list), "labels": defaultdict(list)}
    rows = sorted(put_on(pks))
    words = {
        kind: vocabulary.rows_of(workspace, kind, {row[3] for row in rows if row[0] == kind})
        for kind in found
    }
    for kind, _pk, item, other in rows:
        if other in words[kind]:
            found[kind][item].append(words[kind][other])
    return found["people"], found["labels"]


def put_on(pks):
    """(kind, id, item, id of whom or what) of all assignments and labellings of these items."""
    return put_on_one(item=pks[0]) if len(pks) == 1 else put_on_those(item__in=pks)


def put_on_those(**which):
    people = Assignment.objects.filter(**which).annotate(kind=Value("people"))
    labels = Labelling.objects.filter(**which).annotate(kind=Value("labels"))
    return people.values_list("kind", "pk", "item_id", "member_id").union(
        labels.values_list("kind", "pk", "item_id", "label_id"), all=True
    )


put_on_one = ready(put_on_those)


def render(card, shape):
    return mark_safe(get_template(SHAPES[shape]).render({"card": card}))


def card(item, slug, today, outside, people=None, labels=None):
    """What templates show of an item; its people and labels are read from it when not given."""
    if people is None:
        people = [assignment.member for assignment in item.assignments.all()]
    if labels is None:
        labels = [labelling.label for labelling in item.labellings.all()]
    campaign = item.campaign
    return SimpleNamespace(
        id=item.pk,
        key=f"{campaign.key}-{item.number}",
        title=item.title,
        url=f"/w/{slug}/c/{campaign.key}/items/{item.number}/",
        version=item.version,
        kind=item.kind,
        kind_label=item.get_kind_display(),
        channel=item.channel,
        stage=item.stage.name if item.stage else "",
        team=item.team.name if item.team else "",
        campaign=campaign,
        status=item.status,
        status_label=item.get_status_display(),
        priority=PRIORITIES[item.priority],
        priority_value=item.priority,
        priority_label=item.get_priority_display(),
        start=item.start_on,
        due=item.due_on,
        due_label=day(item.due_on),
        due_state=due_state(item, today),
        people=people[:SHOWN_PEOPLE],
        more_people=len(people[SHOWN_PEOPLE:]),
        people_ids=",".join(str(person.pk) for person in people),
        checklist_done=item.checklist_done,
        checklist_total=item.checklist_total,
        comments=item.open_comments + (0 if outside else item.team_comments),
        attachments=item.attachment_count,
        held=item.waiting_for > 0 and item.status not in ENDED,
        waiting_for=item.waiting_for,
        labels=labels,
        estimate=plain_hours(item.estimate),
        parent_title=item.parent.title if item.parent else "",
    )


def plain_hours(hours):
    return None if hours is None else f"{hours.normalize():f}"


def due_state(item, today):
    if item.due_on is None or item.status in ENDED:
        return ""
    ahead = (item.due_on - today).days
    if ahead < 0:
        return "overdue"
    return "today" if ahead == 0 else "soon" if ahead <= 2 else ""
