"""What the frame around every page shows: where the reader is, and where they may go."""

from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from teams import policies, queries

PAGES = (
    # url name, icon, words, ability of the workspace it needs
    ("my_work", "house", lambda: _("My work"), "view"),
    ("inbox", "inbox", lambda: _("Lead inbox"), "decide_on_leads"),
    ("overview", "layout-dashboard", lambda: _("Overview"), "see_people"),
    ("campaigns", "megaphone", lambda: _("Campaigns"), "view"),
    ("portfolio_timeline", "list-tree", lambda: _("Timeline"), "view"),
    ("calendars", "calendar-days", lambda: _("Calendar"), "view"),
    ("metrics", "chart-no-axes-column", lambda: _("Metrics"), "see_people"),
    ("radar", "handshake", lambda: _("Handoffs"), "see_people"),
    ("workload", "briefcase", lambda: _("Workload"), "see_people"),
    ("people", "users", lambda: _("People"), "see_people"),
    ("words", "tag", lambda: _("Channels and labels"), "see_people"),
    ("workspace_settings", "settings", lambda: _("Settings"), "edit"),
)
SHORTCUTS = {"my_work": "h", "campaigns": "c", "inbox": "i"}  # keys after g


def place(request):
    """Template context of every page; what only the frame needs is worked out when it asks."""
    member = getattr(request, "member", None)
    workspace = getattr(request, "workspace", None)
    context = {"member": member, "workspace": workspace, "me": member or signed_in(request)}
    if member is None:
        return context | {"nav": (), "me_menu": SimpleLazyObject(lambda: menu_of(request))}
    return context | {
        "place": {"label": workspace.name, "hint": member.name, "icon": "building-2"},
        "places": SimpleLazyObject(lambda: [workspaces(request)]),
        "nav": SimpleLazyObject(lambda: pages(request)),
        "me_menu": SimpleLazyObject(lambda: menu_of(request)),
        "home_url": address("my_work", workspace) or "/",
    }


def signed_in(request):
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def pages(request):
    """The main navigation: the pages of the workspace that the reader may open."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    found = (
        {
            "label": words(),
            "icon": icon,
            "url": address(page, request.workspace),
            "current": page == name,
            "go": SHORTCUTS.get(page, ""),
        }
        for page, icon, words, ability in PAGES
        if policies.workspace.allows(request.member, ability)
    )
    return [entry for entry in found if entry["url"]]


def workspaces(request):
    """The workspaces the reader belongs to, and the way to a new one; one query per request."""
    entries = [
        {
            "label": membership.workspace.name,
            "hint": membership.get_role_display(),
            "url": address("my_work", membership.workspace) or "/",
            "current": membership.workspace_id == request.workspace.pk,
        }
        for membership in memberships(request)
    ]
    new = {"label": _("New workspace…"), "hint": "", "url": reverse("new_workspace")}
    return {"label": _("Workspaces"), "entries": [*entries, new]}


def memberships(request):
    if not request.user.is_authenticated:
        return []
    if not hasattr(request, "memberships"):
        request.memberships = queries.workspaces_of(request.user)
    return request.memberships


def menu_of(request):
    """The reader's own menu; a visitor by share link has none but the way to sign in."""
    if not signed_in(request):
        return [{"label": _("Sign in"), "icon": "user", "url": reverse("account_login")}]
    workspace = getattr(request, "workspace", None)
    entries = [{"label": _("Your profile"), "icon": "circle-user", "url": reverse("profile")}]
    if workspace and (feeds := address("feeds", workspace)) and request.member.pk:
        entries.append({"label": _("Calendar feeds"), "icon": "calendar-clock", "url": feeds})
    if workspace and policies.workspace.allows(request.member, "keep_tokens"):
        tokens = reverse("tokens", kwargs={"workspace": workspace.slug})
        entries.append({"label": _("API tokens"), "icon": "key-round", "url": tokens})
    leave = {"label": _("Sign out"), "icon": "log-out", "url": reverse("account_logout")}
    return [*entries, leave | {"post": True}]


def address(name, workspace):
    """The address of a page of `workspace`; empty where the page does not exist."""
    try:
        return reverse(name, kwargs={"workspace": workspace.slug})
    except NoReverseMatch:
        return ""
