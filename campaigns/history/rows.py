"""Changes between two points as people read them: words, lines of before and after, addresses."""

from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from campaigns.history.comparing import day_of
from campaigns.plan import feed, fields, vocabulary
from campaigns.plan.addresses import address
from campaigns.plan.models import Channel, Item, Label, Stage
from campaigns.plan.querysets import is_outside
from teams.models import Member, Team
from workspace.kernel.templatetags.look import day, from_to

# sort of change → (word, tone, icon)
WORDS = {
    "added": (pgettext_lazy("what changed", "Added"), "good", "plus"),
    "removed": (pgettext_lazy("what changed", "Removed"), "bad", "trash-2"),
    "later": (pgettext_lazy("what changed", "Later"), "bad", "arrow-right"),
    "earlier": (pgettext_lazy("what changed", "Earlier"), "good", "arrow-left"),
    "moved": (pgettext_lazy("what changed", "Days"), "info", "calendar"),
    "owners": (pgettext_lazy("what changed", "People"), "info", "users"),
    "scope": (pgettext_lazy("what changed", "Scope"), "warn", "pencil"),
    "progress": (pgettext_lazy("what changed", "Progress"), "plain", "circle-dot"),
}
NO_REASON = gettext_lazy("No reason given")
RELATED = ("parent", "waits_for", "waits_how")


def names_of(changes, workspace, campaign, reader, revision):
    """{(model, id): name} of all that these changes mention; two statements at most.

    Guests and visitors are told the names of people whom they meet in the campaign now.
    """
    words = vocabulary.of(workspace)
    names = {(Member, row.pk): row.name for row in vocabulary.people_of(campaign, reader, revision)}
    for model, rows in (
        (Channel, words.channels),
        (Stage, words.stages),
        (Team, words.teams),
        (Label, words.labels),
    ):
        names |= {(model, row.pk): str(row) for row in rows}
    people = {pk for pk in mentioned(changes, ("assignees",)) if (Member, pk) not in names}
    if people and not is_outside(reader):
        names |= {(Member, row.pk): row.name for row in Member.objects.filter(pk__in=people)}
    if items := mentioned(changes, RELATED):
        titles = Item.objects.filter(campaign=campaign, pk__in=items).values_list("pk", "title")
        names |= {(Item, pk): title for pk, title in titles}
    return names


def mentioned(changes, wanted):
    """The ids that the changed fields of these names hold, before or after."""
    found = set()
    for change in changes:
        for name in wanted:
            for value in change.fields.get(name, ()):
                found.update(ids_in(value))
    return found


def ids_in(value):
    """The ids of a plain value: of several rows, of how they are waited for, or of one."""
    if isinstance(value, list | dict):
        return map(int, value)
    return [value] if value else []


def row(change, names, campaign):
    """What a page or a file shows of a change."""
    state = change.state
    return SimpleNamespace(
        id=change.pk,
        key=f"{campaign.key}-{state['number']}",
        title=state["title"],
        words=[SimpleNamespace(**said(word)) for word in words_of(change)],
        lines=[line(name, pair, names) for name, pair in change.fields.items()],
        far=far(change) or days_of(change),
        team=names.get((Team, state["team"]), ""),
        reasons=reasons(change),
        by=change.by,
        at=change.at,
        gone=change.for_good,
    )


def linked(change, names, campaign, slug, first):
    """The same with the address that opens it; `first` is the revision compared from."""
    shown = row(change, names, campaign)
    shown.url = where(change, campaign, slug, first)
    return shown


def where(change, campaign, slug, first):
    """An item that is still there opens itself; another opens in the plan as it was."""
    number = change.state["number"]
    if "removed" in change.sorts:
        return address("past", campaign, slug, revision=max(first, 1)) + f"#past-{number}"
    return address("item", campaign, slug, number=number)


def words_of(change):
    for sort in change.sorts:
        if sort != "moved" or not change.calendar:
            yield sort
        else:
            yield "later" if change.calendar > 0 else "earlier"


def said(word):
    label, tone, icon = WORDS[word]
    return {"label": label, "tone": tone, "icon": icon}


def line(name, pair, names):
    before, after = (feed.shown(name, value, names) for value in pair)
    return SimpleNamespace(label=fields.LABELS[name], before=before or "–", after=after or "–")


def far(change):
    """How far its day moved, in words: "3 working days later (5 days)"."""
    return shifted(change.slip, change.calendar)


def shifted(slip, calendar):
    """So many working days, which are so many of the calendar, in words; "" for none."""
    if not calendar:
        return ""
    working, days = abs(slip), abs(calendar)
    if calendar > 0:
        words = ngettext("%(count)d working day later", "%(count)d working days later", working)
    else:
        words = ngettext("%(count)d working day earlier", "%(count)d working days earlier", working)
    whole = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return f"{words % {'count': working}} ({whole})"


def days_of(change):
    """The days of what came or went, in words."""
    if change.fields:
        return ""
    start, due = (day_of(change.state[name]) for name in ("start_on", "due_on"))
    return from_to(start, due) if start and due else day(start or due)


def reasons(change):
    """The reasons that were given, each once, in their order."""
    return list(dict.fromkeys(each.why for each in change.said if each.why))


def sums(comparison, names):
    """What slipped, per team and per reason, as (name, items, working days)."""
    teams = [
        (names.get((Team, pk)) or _("No team"), items, days)
        for pk, items, days in comparison.by_team()
    ]
    reasons = [(why or NO_REASON, items, days) for why, items, days in comparison.by_reason()]
    return teams, reasons
