"""What every page of a plan shows around its items: tabs, filters, figures, permissions."""

from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from campaigns.brief import health
from campaigns.plan import answers, policies, vocabulary, windows
from campaigns.plan.addresses import address
from campaigns.plan.filters import words_of
from campaigns.plan.models import Kind, Priority, Status
from campaigns.plan.querysets import is_outside
from campaigns.plan.views import bar
from workspace.kernel.live import presence
from workspace.kernel.live.cursors import following
from workspace.kernel.remembering import Remembered
from workspace.kernel.templatetags import look


def context(request, campaign, filters, view, stream, revision):
    """The frame of a plan page; `stream` and `revision` are where its live updates begin."""
    member = request.member
    words = vocabulary.known_to(member, campaign, revision)
    people = vocabulary.people_of(campaign, member, revision)
    return {
        "campaign": campaign,
        "stream": stream,
        "revision": revision,
        "view": view,
        **following([(stream, revision)]),
        "group_by": filters.group,
        "views": tabs(campaign, filters, view, request.workspace.slug),
        "filters": {"active": filters.active, "clear_url": bar.clear_url(filters)},
        "filter_form": filter_form(campaign, filters, words, people, request.workspace),
        "problems": words_of(filters.problems),
        "summary": summary(campaign, revision, request),
        "permissions": permissions(member),
        "links": links(campaign, request.workspace.slug),
        "downloads": downloads(campaign, filters, request.workspace.slug),
        "choices": {
            "statuses": Status.choices,
            "priorities": Priority.choices,
            "kinds": Kind.choices,
            "people": people,
            "labels": words.labels,
            "words": words,
        },
        "here": here(presence.present_lately(stream), people),
    }


def permissions(member):
    return {
        "add": policies.item.allows(member, "add"),
        "edit": policies.item.allows(member, "edit"),
        "move": policies.item.allows(member, "progress"),
        "bulk": policies.item.allows(member, "edit"),
        "comment": policies.item.allows(member, "comment"),
        "team_only": not is_outside(member),
    }


def links(campaign, slug):
    names = {
        "add": "add_item",
        "new": "new_item",
        "bulk": "bulk",
        "changes": "changes",
        "presence": "presence",
        "trash": "trash",
        "import": "import_plan",
        "plan": "board",
        "lay": "lay_plan",
    }
    return {key: address(name, campaign, slug) for key, name in names.items()}


def downloads(campaign, filters, slug):
    """The plan as a file, as it is filtered: what it is called, and its address."""
    query = filters.query()
    return [
        (label, address(name, campaign, slug) + (f"?{query}" if query else ""))
        for name, label in (("export_csv", "CSV"), ("export_xlsx", "Excel (.xlsx)"))
    ]


def tabs(campaign, filters, view, slug):
    query = filters.query()
    return [
        {
            "label": label,
            "icon": icon,
            "url": address(name, campaign, slug) + (f"?{query}" if query else ""),
            "current": name == view,
        }
        for name, label, icon in (
            ("board", _("Board"), "square-kanban"),
            ("list", _("List"), "list"),
            ("timeline", _("Timeline"), "list-tree"),
            ("calendar", _("Calendar"), "calendar-days"),
            ("touchpoints", _("Touchpoints"), "map"),
        )
    ]


def summary(campaign, revision, request):
    """How the plan stands, for the line beneath its name; after `windows.revision_of`."""
    today, slug = timezone.localdate(), request.workspace.slug
    figures = windows.summary(campaign, revision, today)
    board = address("list", campaign, slug)
    return {
        **figures,
        "stands": health.shown(campaign, today),
        "health_url": address("health", campaign, slug),
        "waived_until": campaign.phase != "closed" and getattr(campaign, "waived_until", None),
        "blocked_url": f"{board}?blocked=1",
        "overdue_url": f"{board}?due=overdue",
        "deadline_when": in_days(figures["next_on"], today),
        "answers": answers.standing(campaign, request.member),
        "answers_url": address("moves", campaign, slug),
    }


SAID = ("items", "blocked", "overdue", "deadline", "next_on", "waived_until", "health_url")


def summary_html(campaign, revision, request):
    """The line itself, drawn once for what it says: most changes leave it as it is."""
    found = summary(campaign, revision, request)
    stands = found["stands"]
    said = [found[name] for name in SAID]
    level = stands.level, stands.computed, bool(stands.override)
    key = timezone.localdate(), *said, *level, *found["answers"]
    return once("campaigns/plan/summary.html", lambda: {"summary": found}, *key)


def in_days(day, today):
    """When a day is, in words of the reader: today, tomorrow, in 9 days, on a date."""
    if day is None:
        return ""
    ahead = (day - today).days
    if ahead == 0:
        return _("today")
    if ahead == 1:
        return _("tomorrow")
    if 0 < ahead <= 30:
        return ngettext("in %(count)d day", "in %(count)d days", ahead) % {"count": ahead}
    return _("on %(day)s") % {"day": look.day(day)}


def here(present, people):
    """The first few of `people` who are among the ids of `present`."""
    return [person for person in people if person.pk in present][:6]


parts = Remembered(500)


def filter_form(campaign, filters, words, people, workspace):
    """The filter bar's HTML."""
    alike = likeness(campaign, words, people, workspace)
    return once(
        "components/filters.html",
        lambda: {"filters": bar.filter_bar(filters, words, people)},
        filters,
        *alike,
    )


def list_tools(context, workspace):
    """The HTML of what ticked rows can be given, and of what a cell turns into."""
    choices, campaign = context["choices"], context["campaign"]
    alike = likeness(campaign, choices["words"], choices["people"], workspace)
    shown = {"choices": choices, "campaign": campaign, "workspace": workspace}
    return {
        "bulk_menus": once("campaigns/plan/bulk_menus.html", lambda: shown, *alike),
        "editors": once("campaigns/plan/editors.html", lambda: shown, *alike),
    }


def likeness(campaign, words, people, workspace):
    """What readers share to whom the same choices are offered."""
    return campaign.pk, workspace.face, tuple(person.pk for person in people), words.ids


def once(template, context, *key):
    """HTML that holds nothing of the reader, drawn once for the same key and language."""
    key = (template, get_language(), *key)
    html = parts.find(key)
    if html is None:
        html = get_template(template).render(context())
        parts.put(key, html)
    return html
