"""What the pages of a plan's history share: their tabs and where their live updates begin."""

from django.utils.translation import gettext as _

from campaigns.plan.addresses import address
from workspace.kernel.live.cursors import following

TABS = (
    ("compare", lambda: _("What changed"), "git-branch"),
    ("baselines", lambda: _("Baselines"), "flag"),
    ("time_machine", lambda: _("As it was"), "history"),
)


def context(campaign, slug, page, stream, revision):
    """The frame of a page; without scripts it is read anew by hand."""
    return {
        "campaign": campaign,
        "views": [
            {
                "label": label(),
                "icon": icon,
                "url": address(name, campaign, slug),
                "current": name == page,
            }
            for name, label, icon in TABS
        ],
        **following([(stream, revision)]),
        "plan_url": address("list", campaign, slug),
    }
