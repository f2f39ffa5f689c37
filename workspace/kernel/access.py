"""Who may see and do what: one policy per noun, asked by screens, API and templates alike.

`policy.fetch(member, ability, …)` is the only way a view gets an object: unseen and
nonexistent answer 404, seen but forbidden 403. `@policy.opens(ability, …)` is that fetch as a
decorator, and marks the view; a view without a gate says `@public(because="…")`. A system check
(`checks.py`) walks the URLconf and refuses to start when a route has neither.
"""

from dataclasses import dataclass, field
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from workspace.kernel import clock, fragments
from workspace.kernel.ready import ready
from workspace.kernel.refusals import Forbidden, SignedOut, answer

ROLES = ("owner", "admin", "manager", "member", "sales", "guest", "viewer")
POLICIES: dict = {}


@dataclass(frozen=True)
class Who:
    """The roles that have an ability always, and those that have it under a condition."""

    roles: frozenset = frozenset()
    conditions: tuple = ()

    def __or__(self, other):
        return Who(self.roles | other.roles, self.conditions + other.conditions)

    def admits(self, member, row=None):
        if member.role in self.roles:
            return True
        return any(
            member.role in who.roles and (row is None or condition(member, row))
            for condition, who in self.conditions
        )


def who(*roles):
    if unknown := set(roles) - set(ROLES):
        raise ValueError(f"No such role: {', '.join(sorted(unknown))}")
    return Who(frozenset(roles))


def when(condition, admitted):
    """`admitted` only when `condition(member, row)`; its docstring is shown in the docs."""
    return Who(conditions=((condition, admitted),))


NOBODY = who()
OWNERS = who("owner")
ADMINS = who("owner", "admin")
MANAGERS = who("owner", "admin", "manager")
CONTRIBUTORS = who("owner", "admin", "manager", "member")
TEAM = who("owner", "admin", "manager", "member", "sales")
EVERYONE = who("owner", "admin", "manager", "member", "sales", "guest")
READERS = who(*ROLES)


@dataclass
class Policy:
    """The access rules of one noun.

    `visible_to(member)` is the queryset of rows a member may know of; `abilities` says who may
    do what with a visible row; `area` is the part of the API token scopes it belongs to
    (`plan:read`, `plan:write`); `alike_for` are roles whose members all see the same rows, so that
    the gate's statement is kept ready for them; `from_request` names the request attribute that
    already holds the object when no look-up is given. `beside` are sentences on what else comes
    about, for the page that people read.
    """

    noun: str
    visible_to: object
    abilities: dict
    area: str = "plan"
    reading: frozenset = frozenset({"view"})
    alike_for: frozenset = frozenset()
    from_request: str = ""
    lookups: dict = field(default_factory=dict)
    beside: str = ""

    def __post_init__(self):
        if self.noun in POLICIES:
            raise ValueError(f"The noun {self.noun!r} has a policy already")
        POLICIES[self.noun] = self

    def who_may(self, ability):
        try:
            return self.abilities[ability]
        except KeyError:
            raise LookupError(f"The policy of {self.noun!r} has no ability {ability!r}") from None

    def scope_of(self, ability):
        return f"{self.area}:{'read' if ability in self.reading else 'write'}"

    def allows(self, member, ability, row=None):
        """Whether `member` may; without a row, whether they may for some row."""
        return self.who_may(ability).admits(member, row) and token_allows(
            member, self.scope_of(ability)
        )

    def demand(self, member, ability, row=None):
        if not self.allows(member, ability, row):
            raise Forbidden()

    def fetch(self, member, ability, *, rows=None, **lookup):
        """The visible row of `lookup` that `member` may do `ability` with; 404 or 403 else."""
        self.who_may(ability)
        try:
            row = self.row_of(member, lookup) if rows is None else rows.get(**lookup)
        except (ObjectDoesNotExist, ValueError, OverflowError):
            raise Http404 from None
        self.demand(member, ability, row)
        return row

    def row_of(self, member, lookup):
        """The one visible row of `lookup`; raises `DoesNotExist`."""
        if member.role not in self.alike_for:
            return self.visible_to(member).get(**lookup)
        for row in seen_by(
            self.visible_to, Anybody(member.role), clock.workspace_today(), **lookup
        ):
            return row
        raise ObjectDoesNotExist

    def opens(self, ability, *, furnish=None, **lookups):
        """Gate of a view: `lookups` maps model fields to the names of URL parameters.

        `furnish(rows, member)` gives the visible rows with all that the view shows of them, so that
        it has no need to read its row again.
        """
        self.who_may(ability)

        def decorate(view):
            @wraps(view)
            def gate(request, **captured):
                if request.member is None:
                    return ask_to_sign_in(request)
                if lookups:
                    found = {name: captured.pop(given) for name, given in lookups.items()}
                    rows = furnish and furnish(self.visible_to(request.member), request.member)
                    row = self.fetch(request.member, ability, rows=rows, **found)
                else:
                    row = getattr(request, self.from_request)
                    self.demand(request.member, ability, row)
                return view(request, row, **captured)

            gate.gate = (self, ability)
            return gate

        return decorate


@dataclass(frozen=True)
class Anybody:
    """A reader of whom nothing but the role is known, as it makes no difference."""

    role: str
    is_guest = False


@ready
def seen_by(visible_to, reader, _today, **lookup):
    return visible_to(reader).filter(**lookup)


def token_allows(member, scope):
    """A token never reaches further than its scopes; a signed-in person has no token."""
    token = getattr(member, "token", None)
    return token is None or scope in token.scopes


def public(*, because):
    """Mark a view that anybody may call, and say why that is right."""
    if not because:
        raise ValueError("Say why anybody may call this view")

    def decorate(view):
        view.public = because
        return view

    return decorate


def personal(view):
    """Gate of a page about the signed-in person's own account, whatever their workspaces."""

    @wraps(view)
    def gate(request, **captured):
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return view(request, **captured)

    gate.personal = "only a signed-in person, and only about their own account"
    return gate


def ask_to_sign_in(request):
    """The way to the entrance; beside the page for what was typed into it, so that it stays."""
    if request.method == "POST" and getattr(request, "htmx", False):
        return answer(request, SignedOut(request))
    return redirect_to_login(page_of(request), settings.LOGIN_URL)


def page_of(request):
    """The page to come back to: this one, or the one whose form was sent here."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(fragments.where_from(request, "/"))
    return came_from._replace(scheme="", netloc="").geturl() or "/"
