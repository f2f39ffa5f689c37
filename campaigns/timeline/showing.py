"""A plan at one revision as one reader asked to see it: items, stretch, reckoning, shadows."""

from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language

from campaigns.plan import windows
from campaigns.plan.addresses import address
from campaigns.timeline import bars, lanes, reckoning, scale, shadows
from workspace.kernel.remembering import Remembered


class Plan:
    """The items that the filters leave, with all that is reckoned and drawn of them."""

    def __init__(self, request, campaign, filters, asked, calendars, revision):
        self.campaign, self.reader, self.asked = campaign, request.member, asked
        self.revision = revision
        self.base = address("campaign", campaign, request.workspace.slug)
        self.filters = lanes.as_lanes(filters)
        self.reckoning = reckoning.of(campaign, revision, calendars)
        if self.filters.active or self.filters.group != "none":
            self.items = lanes.laid(campaign, revision, self.filters, self.reader)
        else:
            self.items = self.reckoning.laid
        self.shadows = shadows.of(campaign, self.reader, asked.baseline)
        edges = self.reckoning.edges | shadows.edges(self.shadows)
        own = [day for day in (campaign.starts_on, campaign.ends_on) if day]
        self.scale = scale.scale_of(asked.zoom, [*edges, *own], timezone.localdate())

    def lanes(self):
        """(lanes of what the stretch shows, the tray with the rest)"""
        return lanes.lanes_of(self.labels(), self.filters, self.items, self.scale)

    def groups(self):
        """The lanes of the table: of all items, with and without dates."""
        return lanes.grouped(self.labels(), self.filters, self.items)

    def labels(self):
        if self.filters.group == "none":
            return [(lanes.WHOLE_PLAN, "")]
        where = self.campaign, self.revision
        return windows.group_labels(*where, self.filters, self.reader)

    def ghosts(self):
        """What of the baseline has no bar any more, with the window that shows it."""
        return shadows.ghosts(self), bars.window_of(self.scale)

    def draw(self, items):
        return lanes.draw_bars(items, self.reader, self.scale, self.reckoning, self.shadows)


grounds = Remembered(200)


def ground(shown, days):
    """The head of a stretch and its days of rest, drawn once for each: {head, ground}."""
    key = (shown, days, get_language())
    html = grounds.find(key)
    if html is None:
        context = {"scale": shown, "rest": shown.rest(days), "ticks": shown.ticks()}
        context["periods"] = shown.periods()
        html = {
            part: get_template(f"campaigns/timeline/ground.html#{part}").render(context)
            for part in ("head", "ground")
        }
        grounds.put(key, html)
    return html
