"""The workload page: a table of people and weeks, and the items behind one of its figures."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from campaigns.insights import workload_queries
from campaigns.insights.workload_queries import LATE, UNDATED
from campaigns.plan import policies, vocabulary
from campaigns.plan.addresses import address
from campaigns.plan.filters import is_id
from campaigns.schedule import workload
from teams.policies import workspace as workspace_policy
from workspace.kernel.live.cursors import following
from workspace.kernel.templatetags.look import day

SHOWN = ("hours", "items")
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Asked:
    """What the address of the page says; what cannot be read is left out."""

    first: date
    show: str
    q: str
    team: tuple
    campaign: tuple
    person: int | None
    when: object

    @classmethod
    def read(cls, params, today):
        when = params.get("when", "")
        return cls(
            first=workload.monday(a_day(params.get("from", "")) or today),
            show=params.get("show") if params.get("show") in SHOWN else "hours",
            q=params.get("q", "").replace("\x00", "").strip()[:100],
            team=ids(params, "team"),
            campaign=ids(params, "campaign"),
            person=next(iter(ids(params, "person")), None),
            when=when if when in (LATE, UNDATED) else a_day(when) and workload.monday(a_day(when)),
        )

    def query(self, today, **changes):
        """The query string that says this, with `changes`; defaults are left out."""
        wanted = self.__dict__ | changes
        pairs = [
            ("from", "" if wanted["first"] == workload.monday(today) else wanted["first"]),
            ("show", "" if wanted["show"] == "hours" else wanted["show"]),
            ("q", wanted["q"]),
            ("team", ",".join(map(str, wanted["team"]))),
            ("campaign", ",".join(map(str, wanted["campaign"]))),
            ("person", wanted["person"] or ""),
            ("when", (wanted["when"] or "") if wanted["person"] else ""),
        ]
        return "?" + urlencode([(name, value) for name, value in pairs if value])


def a_day(text):
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def ids(params, name):
    given = [each for text in params.getlist(name) for each in text.split(",")]
    return tuple(dict.fromkeys(int(each) for each in given if is_id(each)))


@workspace_policy.opens("see_people")
@require_safe
def page(request, workspace):
    """Person by week over all campaigns; the items behind a figure when its cell is open."""
    today = timezone.localdate()
    asked = Asked.read(request.GET, today)
    campaigns, streams = workload_queries.campaigns_and_streams(request.member)
    found = workload_queries.load(
        request.member, asked.first, today, teams_wanted=asked.team, campaigns_wanted=asked.campaign
    )
    people = [row.member for row in found.rows]
    words = asked.q.casefold()
    rows = [
        person_row(row, found.mondays, asked, today)
        for row in found.rows
        if words in row.member.name.casefold()
    ]
    opened = open_items(request, asked, people, today)
    for row in rows:
        row.opened = opened if opened and row.id == asked.person else None
    context = {
        "weeks": [week(each, found.holidays.get(each, ()), today) for each in found.mondays],
        "rows": rows,
        "overloaded": sum(any(cell.over for cell in row.cells) for row in rows),
        "show": asked.show,
        "people": people,
        "filters": bar(asked, workspace, campaigns, today),
        "may_move": policies.item.allows(request.member, "edit"),
        "links": links(asked, today),
        **following(streams),
    }
    return render(request, "campaigns/insights/workload.html", context)


def week(monday, holidays, today):
    return SimpleNamespace(
        monday=monday,
        label=day(monday),
        iso=monday.isoformat(),
        number=monday.isocalendar().week,
        is_now=monday <= today < monday + timedelta(7),
        holidays=len(holidays),
    )


def links(asked, today):
    weeks = timedelta(7 * workload_queries.WEEKS)
    return {
        "earlier": asked.query(today, first=asked.first - weeks, person=None),
        "later": asked.query(today, first=asked.first + weeks, person=None),
        "now": asked.query(today, first=workload.monday(today), person=None),
        "hours": asked.query(today, show="hours"),
        "items": asked.query(today, show="items"),
        "closed": asked.query(today, person=None),
    }


def person_row(row, mondays, asked, today):
    member = row.member

    def link(when):
        is_open = (asked.person, asked.when) == (member.pk, when)
        return asked.query(today, person=None if is_open else member.pk, when=when)

    return SimpleNamespace(
        id=member.pk,
        person=member,
        team=member.team.name if member.team else member.get_role_display(),
        late=row.late,
        late_url=link(LATE),
        undated=row.undated,
        undated_url=link(UNDATED),
        cells=[
            drawn(cell, monday, link(monday), asked, member.pk)
            for monday, cell in zip(mondays, row.cells, strict=True)
        ],
    )


def drawn(cell, monday, url, asked, person):
    """What the template shows of a cell, and all of it in one sentence."""
    return SimpleNamespace(
        week=monday.isoformat(),
        url=url,
        is_open=(asked.person, asked.when) == (person, monday),
        hours=number(cell.hours),
        capacity=None if cell.capacity is None else number(cell.capacity),
        full=cell.capacity or 0,
        load=min(cell.hours, cell.capacity or 0),
        items=cell.items,
        without=cell.without,
        over=number(cell.over) if cell.over else "",
        clashes=clashes(cell),
        rivals=cell.rivals,
        is_free=not cell.items,
    )


def clashes(cell):
    """The days on which several items of the person are due, in words."""
    return [
        ngettext("%(day)s: %(count)s due", "%(day)s: %(count)s due", count)
        % {"count": count, "day": day(when)}
        for when, count in cell.clashes
    ]


def number(hours):
    return f"{round(hours, 1):g}"


def bar(asked, workspace, campaigns, today):
    """The filter bar; see docs/design-system.md."""
    teams = [(team.pk, team.name) for team in vocabulary.of(workspace).teams]
    names = [(campaign.pk, campaign.name) for campaign in campaigns]
    fields = [
        choice("team", _("Team"), "users", teams, asked.team),
        choice("campaign", _("Campaign"), "megaphone", names, asked.campaign),
    ]
    hidden = [("show", asked.show)] if asked.show != "hours" else []
    if asked.first != workload.monday(today):
        hidden.append(("from", asked.first.isoformat()))
    return {
        "action": "",
        "clear_url": asked.query(today, team=(), campaign=(), q=""),
        "find": _("Find a person"),
        "text": asked.q,
        "active": sum(field["active"] for field in fields) + bool(asked.q),
        "hidden": hidden,
        "fields": fields,
    }


def choice(name, label, icon, options, chosen):
    names = [text for pk, text in options if pk in chosen]
    return {
        "name": name,
        "label": label,
        "icon": icon,
        "multiple": True,
        "active": bool(names),
        "value": names[0] if len(names) == 1 else str(len(names)),
        "options": [
            {"value": str(pk), "label": text, "selected": pk in chosen} for pk, text in options
        ],
    }


def open_items(request, asked, people, today):
    """The items behind the open figure, or None; two statements."""
    person = next((each for each in people if each.pk == asked.person), None)
    if person is None or not asked.when:
        return None
    items = workload_queries.items_of(request.member, person, asked.when, today, asked.campaign)
    return SimpleNamespace(
        heading=heading(asked.when),
        when=asked.when if asked.when in (LATE, UNDATED) else asked.when.isoformat(),
        close_url=asked.query(today, person=None),
        items=[item_row(item, request.workspace.slug, person) for item in items],
    )


def heading(when):
    if when == LATE:
        return _("Overdue")
    if when == UNDATED:
        return _("Without dates")
    return _("Week of %(day)s") % {"day": day(when)}


def item_row(item, slug, person):
    people = [assignment.member_id for assignment in item.assignments.all()]
    shifted = {
        name: (
            by,
            *(each and (each + timedelta(by)).isoformat() for each in (item.start_on, item.due_on)),
        )
        for name, by in (("later", 7), ("earlier", -7))
    }
    return SimpleNamespace(
        id=item.pk,
        key=f"{item.campaign.key}-{item.number}",
        title=item.title,
        version=item.version,
        campaign=item.campaign,
        status=item.status,
        priority=item.get_priority_display(),
        is_urgent=item.priority <= 2,
        is_pinned=item.pinned,
        start=item.start_on,
        due=item.due_on,
        hours=number(item.estimate) if item.estimate is not None else "",
        people=",".join(map(str, people)),
        others=[pk for pk in people if pk != person.pk],
        shared=len(people) - 1,
        shifted=shifted if item.due_on or item.start_on else {},
        url=address("item", item.campaign, slug, number=item.number),
        move_url=address("item", item.campaign, slug, number=item.number) + "move/",
        change_url=address("change_item", item.campaign, slug, number=item.number),
    )
