"""What the pages of a campaign's figures share: their tabs and where live updates begin."""

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from campaigns.plan import windows
from campaigns.plan.addresses import address
from workspace.kernel.live.cursors import following

TABS = (
    ("numbers", lambda: _("Numbers"), "chart-no-axes-column"),
    ("targets", lambda: _("Targets"), "target"),
    ("enter_numbers", lambda: _("Enter numbers"), "pencil"),
    ("bring_numbers", lambda: _("Bring in numbers"), "upload"),
)
FOR_HANDS = {"enter_numbers", "bring_numbers"}


def context(request, campaign, page, *, may_enter):
    slug = request.workspace.slug
    if hasattr(campaign, "stream"):
        stream, revision = campaign.stream, campaign.revision
    else:
        stream, revision = windows.revision_of(campaign)
    return {
        "campaign": campaign,
        "views": [
            {"label": label(), "icon": icon, "url": url, "current": name == page}
            for name, label, icon in TABS
            if (may_enter or name not in FOR_HANDS) and (url := place(name, campaign, slug))
        ],
        **following([(stream, revision)]),
    }


def place(name, campaign, slug):
    """The address of a page; empty where there is no such page."""
    try:
        return address(name, campaign, slug)
    except NoReverseMatch:
        return ""
