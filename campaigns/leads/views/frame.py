"""What the pages of leads share: their tabs, and where their live updates begin."""

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.leads import policies
from campaigns.plan import windows
from campaigns.plan.addresses import address
from workspace.kernel.live.cursors import following

OF_CAMPAIGN = (
    ("leads", lambda: _("Leads"), "users", policies.lead, "view"),
    ("bring_leads", lambda: _("Bring in a file"), "upload", policies.lead_import, "add"),
    ("forms", lambda: _("Forms"), "link", policies.form, "view"),
)
OF_WORKSPACE = (
    ("all_leads", lambda: _("Leads"), "users", policies.lead, "view"),
    ("duplicates", lambda: _("Duplicates"), "copy", policies.lead, "see_duplicates"),
    ("looks", lambda: _("Who looked"), "eye", policies.look, "view"),
)


def of_campaign(request, campaign, page):
    """The frame of a page of one campaign's leads."""
    stream, revision = windows.revision_of(campaign)
    slug, member = request.workspace.slug, request.member
    return {
        "campaign": campaign,
        **following([(stream, revision)]),
        "views": [
            tab(label, icon, address(name, campaign, slug), name == page)
            for name, label, icon, policy, ability in OF_CAMPAIGN
            if policy.allows(member, ability, campaign)
        ],
        "links": {
            "new": address("new_lead", campaign, slug) if may_add(member) else "",
            "bring": address("bring_leads", campaign, slug) if may_bring(member, campaign) else "",
            "all": reverse("all_leads", kwargs={"workspace": slug}),
        },
    }


def of_workspace(request, page):
    """The frame of a page of all leads."""
    slug, member = request.workspace.slug, request.member
    return {
        "views": [
            tab(label, icon, reverse(name, kwargs={"workspace": slug}), name == page)
            for name, label, icon, policy, ability in OF_WORKSPACE
            if policy.allows(member, ability, request.workspace)
        ],
        "links": {},
    }


def may_add(member):
    return policies.lead.allows(member, "add")


def may_bring(member, campaign):
    return policies.lead_import.allows(member, "add", campaign)


def tab(label, icon, url, current):
    return {"label": label(), "icon": icon, "url": url, "current": current}
