"""The plan by its days: of one campaign, and over all that a reader sees."""

from types import SimpleNamespace

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.brief import policies as brief
from campaigns.calendar import drawing, queries
from campaigns.calendar import policies as calendars
from campaigns.calendar.span import Span, weekdays
from campaigns.plan import cards, pages, policies, vocabulary
from campaigns.plan.addresses import address
from campaigns.plan.filters import Filters, is_id, words_of
from campaigns.plan.querysets import is_outside
from campaigns.plan.views import frame
from campaigns.plan.views.bar import filter_bar
from teams.models import Member
from teams.policies import workspace as workspace_policy
from workspace.kernel.live.cursors import following
from workspace.kernel.remembering import Remembered


@brief.campaign.opens("view", key__iexact="campaign")
@require_safe
def of_campaign(request, campaign):
    """One campaign's items on their days: `?show=month|week|agenda|day&on=…` and the filters."""
    asked = Asked(request)

    def page(stream, revision):
        context = frame.context(request, campaign, asked.filters, "calendar", stream, revision)
        rows = queries.items_of(campaign, asked.filters, request.member)
        choices = context["choices"]
        bar = filter_bar(asked.filters, choices["words"], choices["people"], ordered=False)
        context |= asked.context(rows, [campaign], (campaign.pk, revision)) | {
            "filters": asked.within(bar)
        }
        context |= following([(stream, revision), *asked.around])
        context["places_to_add"] = [place_to_add(campaign, request.workspace.slug)]
        return render(request, "campaigns/calendar/campaign.html", context)

    return pages.conditional(request, campaign, f"calendar {asked.face}", page)


@workspace_policy.opens("view")
@require_safe
def of_workspace(request, workspace):
    """The items of all campaigns that the reader sees, in one calendar."""
    asked = Asked(request)
    followed = queries.campaigns_with_streams(request.member)
    campaigns = [campaign for campaign, _stream, _revision in followed]

    def page():
        rows = queries.items_of_all(asked.filters, request.member)
        people = [] if request.member.is_guest else Member.objects.present().order_by("name", "pk")
        words = vocabulary.of(workspace)
        if is_outside(request.member):
            words = vocabulary.used_in(workspace, [campaign.pk for campaign in campaigns])
        bar = filter_bar(asked.filters, words, people, ordered=False)
        open_ones = [each for each in campaigns if each.phase != "closed"]
        context = {
            "campaigns": campaigns,
            "problems": words_of(asked.filters.problems),
            **following([*((pk, at) for _campaign, pk, at in followed), *asked.around]),
            "filters": asked.within(bar),
            "permissions": frame.permissions(request.member),
            "places_to_add": [place_to_add(each, workspace.slug) for each in open_ones],
        }
        context |= asked.context(rows, campaigns, tuple(followed))
        return render(request, "campaigns/calendar/workspace.html", context)

    shown = [(each.pk, each.version, revision) for each, _stream, revision in followed]
    tag = pages.tag_of(request, "calendars", asked.face, shown)
    return pages.unless_known(request, tag, page)


def place_to_add(campaign, slug):
    return SimpleNamespace(
        id=campaign.pk, name=campaign.name, url=address("add_item", campaign, slug)
    )


windows = Remembered(500)


class Asked:
    """What an address asks of a calendar, and what surrounds these days for its reader."""

    def __init__(self, request):
        self.request = request
        self.filters = Filters.read(request.GET)
        self.span = Span.read(request.GET)
        first, last = self.span.first, self.span.last
        self.around = queries.stream_of(request.member)
        self.holidays = queries.holidays(first, last)
        self.overlays = queries.overlays(request.member)
        asked = request.GET.get("without", "").split(",")
        self.without = tuple(
            each.pk for each in self.overlays if str(each.pk) in filter(is_id, asked)
        )
        laid = [each.pk for each in self.overlays if each.pk not in self.without]
        self.overlaid = queries.overlay_days(laid, first, last) if laid else []

    @property
    def face(self):
        """Names all that surrounds the plan, for the page's ETag."""
        over = [(each.pk, each.version) for each in self.overlays]
        return sorted(self.holidays.items()), over, [each.pk for each in self.overlaid]

    def within(self, bar):
        """A filter bar that keeps the days looked at; a calendar has no groups."""
        bar["fields"] = [field for field in bar["fields"] if field["name"] != "group"]
        bar["hidden"] += [("show", self.span.show), ("on", self.span.on.isoformat())]
        bar["clear_url"] = self.span.address(Filters(), self.without)
        return bar

    def context(self, rows, campaigns, revisions):
        """What the templates show of `rows`, which are those of plans at these revisions."""
        first, last = self.span.first, self.span.last
        me = self.request.member.pk if "me" in self.filters.assignee else None
        key = (revisions, self.filters, me, first, last, timezone.localdate())
        found = windows.find(key)
        if found is None:
            found = queries.entries(rows, first, last)
            windows.put(key, found)
        surroundings = drawing.Surroundings(
            self.request.workspace, self.holidays, self.overlaid, first, last, self.to
        )
        return {
            "calendar": self.links(),
            "count": len(found),
            **self.body(found, surroundings, campaigns),
        }

    def body(self, found, surroundings, campaigns):
        if self.span.show in drawing.LANES:
            workspace = self.request.workspace
            return {
                "weekdays": weekdays(),
                "weeks": drawing.weeks(found, self.span, surroundings, campaigns, workspace),
            }
        return {"agenda": self.agenda(found, surroundings)}

    def agenda(self, found, surroundings):
        """[(day, rows drawn)] of the days on which something is due, or is a holiday or laid over.

        For a single day all that lasts through it.
        """
        drawn = cards.draw([(each.pk, each.face) for each in found], self.request.member, "agenda")
        on_days = {}
        for each in found:
            on = self.span.on if self.span.show == "day" else max(each.last, self.span.first)
            if on <= self.span.last and each.pk in drawn:
                on_days.setdefault(on, []).append(drawn[each.pk])
        for on in {*surroundings.over, *self.holidays}:
            on_days.setdefault(on, [])
        return [
            (drawing.day(on, self.span, surroundings), rows) for on, rows in sorted(on_days.items())
        ]

    def to(self, **changes):
        """The address of this calendar with other days, or in another way."""
        return self.span.address(self.filters, self.without, **changes)

    def links(self):
        """The addresses around these days: other kinds of calendar, before, after, today."""

        to, today = self.to, timezone.localdate()
        before, after = self.span.beside(-1), self.span.beside(1)
        slug = self.request.workspace.slug
        return SimpleNamespace(
            show=self.span.show,
            heading=self.span.heading,
            before=to(on=before.on),
            after=to(on=after.on),
            today=to(on=today),
            is_now=self.span.first <= today <= self.span.last,
            shows=[
                {"label": label, "icon": name, "url": to(show=show), "current": show == self.shown}
                for show, label, name in (
                    ("month", _("Month"), "calendar-days"),
                    ("week", _("Week"), "calendar"),
                    ("agenda", _("Agenda"), "list"),
                )
            ],
            overlays=[self.overlay(each) for each in self.overlays],
            overlays_url=reverse("overlays", kwargs={"workspace": slug})
            if calendars.overlay.allows(self.request.member, "view")
            else "",
            feeds_url=reverse("feeds", kwargs={"workspace": slug})
            if calendars.feed.allows(self.request.member, "view")
            else "",
            movable=policies.item.allows(self.request.member, "edit"),
            addable=policies.item.allows(self.request.member, "add"),
        )

    @property
    def shown(self):
        return "agenda" if self.span.show == "day" else self.span.show

    def overlay(self, overlay):
        """A calendar laid over these, and the address that shows or hides it."""
        hidden = set(self.without) ^ {overlay.pk}
        return SimpleNamespace(
            name=overlay.name,
            hue=overlay.hue,
            shown=overlay.pk not in self.without,
            problem=overlay.problem,
            url=self.span.address(self.filters, sorted(hidden)),
        )
