"""What an item may not be: rules over its own fields, and over its place in the plan."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.plan.models import Channel, Dependency, Item, Kind, Label, Priority, Stage, Status
from teams.models import Member, Team, Workspace
from workspace.kernel import reach
from workspace.kernel.refusals import Invalid
from workspace.kernel.streams.recording import chunks
from workspace.kernel.templatetags import look

LINKS = {"parent", "waits_for"}  # where one change may make a loop with the one before
# Where the rows that a field refers to are looked for, in the plan of that id.
PLACES = {
    "channel": lambda _plan: Channel.objects.all(),
    "stage": lambda _plan: Stage.objects.all(),
    "team": lambda _plan: Team.objects.all(),
    "labels": lambda _plan: Label.objects.all(),
    "assignees": lambda _plan: Member.objects.present(),
    "parent": lambda plan: Item.objects.kept().filter(campaign=plan),
    "waits_for": lambda _plan: Item.objects.all(),
}


def check(item, state, changes):
    """Raise `Invalid` when the plain values in `state` cannot be; looks only at what changes."""
    check_many(item.campaign_id, [(item, state, changes)])
    if item.pk and new(changes, "parent"):
        check_parent(item, state["parent"])
    if item.pk and new(changes, "waits_for"):
        check_waits(item, state["waits_for"])


def check_many(campaign_id, checked):
    """`check` for many (item, state, changes) of a plan, but for loops among them.

    What they refer to is looked up once for all of them.
    """
    for _item, state, changes in checked:
        check_values(state, changes)
    for name, rows in PLACES.items():
        if wanted := {pk for *_, changes in checked for pk in new(changes, name)}:
            check_exist(name, rows(campaign_id), wanted)


def check_values(state, changes):
    for name in changes:
        if rule := RULES.get(name):
            rule(state[name])
    if {"start_on", "due_on"} & set(changes):
        check_order(state)


def new(changes, name):
    """The ids that field `name` refers to now and did not before."""
    before, after = (ids(value) for value in changes.get(name, (None, None)))
    return after - before


def ids(value):
    return set(value) if isinstance(value, list) else {value} - {None}


def refuse(name, sentence, mend=""):
    raise Invalid.at(name, sentence, mend)


def check_title(title):
    if not title.strip():
        refuse("title", _("An item needs a title."))
    if len(title) > 200:
        refuse(
            "title",
            _("The title has %(count)d characters; 200 fit.") % {"count": len(title)},
            _("Move the rest into the description."),
        )


def check_description(text):
    if len(text) > 20_000:
        refuse(
            "description",
            _("The description has %(count)d characters; 20,000 fit.") % {"count": len(text)},
            _("Attach the long text as a file."),
        )


def check_day(name):
    def rule(value):
        if value is None:
            return
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            refuse(
                name, _("“%(value)s” is not a day; write it like 2026-11-30.") % {"value": value}
            )
        reach.refuse_far(name, day)

    return rule


def check_estimate(value):
    if value is None:
        return
    try:
        hours = Decimal(value)
    except (InvalidOperation, TypeError):
        refuse("estimate", _("“%(value)s” is not a number of hours.") % {"value": value})
    if not 0 <= hours < 100_000:
        refuse("estimate", _("An estimate is between 0 and 99,999 hours."))


def one_of(name, choices):
    def rule(value):
        if value not in choices.values:
            refuse(name, _("“%(value)s” is not one of the choices.") % {"value": value})

    return rule


def check_checklist(entries):
    if len(entries) > 200:
        refuse("checklist", _("A checklist holds 200 entries at most."))
    for text, _done in entries:
        if not text.strip() or len(text) > 300:
            refuse("checklist", _("A checklist entry has 1 to 300 characters."))


LONGEST_LAG = 1_000


def check_how(waits):
    for kind, lag in waits.values():
        if kind not in Dependency.Kind.values:
            refuse("waits_how", _("“%(value)s” is not one of the choices.") % {"value": kind})
        if not isinstance(lag, int) or abs(lag) > LONGEST_LAG:
            refuse("waits_how", _("A lag is 1,000 working days at most."))


RULES = {
    "title": check_title,
    "description": check_description,
    "kind": one_of("kind", Kind),
    "status": one_of("status", Status),
    "priority": one_of("priority", Priority),
    "start_on": check_day("start_on"),
    "due_on": check_day("due_on"),
    "estimate": check_estimate,
    "checklist": check_checklist,
    "waits_how": check_how,
}


def check_order(state):
    if state["start_on"] and state["due_on"] and state["due_on"] < state["start_on"]:
        start, due = (look.day(date.fromisoformat(state[end])) for end in ("start_on", "due_on"))
        refuse(
            "due_on",
            _("It would be due on %(due)s, before it starts on %(start)s.")
            % {"due": due, "start": start},
            _("Move the start too, or choose a later day."),
        )


def check_exist(name, rows, wanted):
    for some in chunks(sorted(wanted), 5_000):
        if rows.filter(pk__in=some).count() != len(some):
            refuse(name, _("That choice no longer exists."), _("Reload and choose again."))


def check_parent(item, parent_id):
    above = parent_id
    while above:
        if above == item.pk:
            refuse("parent", _("An item cannot be a part of its own parts."))
        above = Item.objects.values_list("parent_id", flat=True).get(pk=above)


def check_waits(item, waits_for):
    """Refuse what would make a loop, in this plan or through others."""
    leaves = elsewhere(item, waits_for).exists()
    before = waits_around(item.campaign_id, item.workspace_id, leaves=leaves)
    if loop := way(before, waits_for, item.pk):
        titles = dict(Item.objects.filter(pk__in=loop).values_list("pk", "title"))
        refuse(
            "waits_for",
            ngettext(
                "This would make a loop through %(count)d item: %(names)s.",
                "This would make a loop through %(count)d items: %(names)s.",
                len(loop),
            )
            % {"count": len(loop), "names": " → ".join(titles[pk] for pk in loop)},
            _("Remove one of these dependencies first."),
        )


def waits_around(campaign_id, workspace_id, *, leaves=False):
    """{item: {what it waits for}} in a plan; in all plans, and held so, where any link `leaves` it.

    Called with the plan's stream locked.
    """
    links = Dependency.objects.filter(item__campaign=campaign_id)
    known = links.values_list("item_id", "waits_for_id", "waits_for__campaign")
    pairs = [link for *link, there in known if there == campaign_id]
    if leaves or len(pairs) < len(known):
        hold_links(workspace_id)
        pairs = Dependency.objects.values_list("item_id", "waits_for_id")
    before = {}
    for later, earlier in pairs:
        before.setdefault(later, set()).add(earlier)
    return before


def elsewhere(item, pks):
    """Those of these items that stand in other plans."""
    return Item.objects.filter(pk__in=pks).exclude(campaign=item.campaign_id)


def hold_links(workspace_id):
    """Let nobody else link campaigns with each other until this transaction ends.

    Two people can lock a plan each; only so can no loop through both come about. It is always
    taken after the streams, and nothing after it. SQLite has one writer anyway.
    """
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace_id)


def way(before, starts, goal):
    """The items on a way from one of `starts` back to `goal`, or nothing."""
    came_from = dict.fromkeys(starts)
    todo = list(starts)
    while todo:
        here = todo.pop()
        if here == goal:
            steps = []
            while here is not None:
                steps.append(here)
                here = came_from[here]
            return steps
        for earlier in before.get(here, ()):
            if earlier not in came_from:
                came_from[earlier] = here
                todo.append(earlier)
    return []
