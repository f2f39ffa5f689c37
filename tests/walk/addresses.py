"""The routes of the URLconf, and real addresses for them: which row each part of one names."""

import inspect
import re
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from tests.walk.actors import NAMES
from workspace.kernel import checks

VERBS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")
MISSING = 987654321
# The noun of a `<int:pk>`, by the name of its route.
PK = {
    "person": "member",
    "remove_person": "member",
    "working_time": "member",
    "set_time": "member",
    "set_own_day": "member",
    "add_time_off": "member",
    "remove_time_off": "time_off",
    "remove_holiday": "holiday",
    "bring_person_back": "gone member",
    "resend_invitation": "invitation",
    "withdraw_invitation": "invitation",
    "team": "team",
    "dissolve_team": "free team",
    "partner": "partner",
    "dissolve_partner": "free partner",
    "revoke_token": "api_token",
    "retry_effect": "effect",
    "extend_participant": "participation",
    "end_participant": "participation",
    "revoke_share_link": "share_link",
    "import": "import",
    "choose_import": "import",
    "run_import": "import",
    "undo_import": "import",
    "take_up_import": "import",
    "refresh_overlay": "overlay",
    "remove_overlay": "overlay",
    "revoke_feed": "feed",
    "rename_template": "template",
    "remove_template": "template",
    "start_from_template": "template",
    "metric": "metric",
    "edit_metric": "metric",
    "retire_metric": "metric",
    "bring_back_metric": "metric",
    "number_batch": "batch",
    "choose_numbers": "batch",
    "run_numbers": "batch",
    "undo_numbers": "batch",
    "take_up_numbers": "batch",
    "remember_numbers": "batch",
    "assign_numbers": "series",
    "release_numbers": "series",
    "ignore_numbers": "series",
    "forget_mapping": "mapping",
}
# Other parts whose noun is not their own name.
NOUNS = {
    "number": "item",
    "key": "attachment",
    "item_restore": "trashed item",
    "member_back": "gone member",
    "other_lead": "other lead",
    "form": "lead form",
    "hours": "office hours",
    "reason": "rejection reason",
    "lead_import": "lead import",
    "form_key": "lead form",
}
VALUES = {"number": "number", "key": "key", "revision": "revision", "form_key": "key"}
# Parts of addresses that are not ours; nobody has such a thing.
STRANGE = {
    "account_confirm_email": {"key": "nothing"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "nothing-set"},
    "mfa_remove_webauthn": {"pk": MISSING},
    "mfa_edit_webauthn": {"pk": MISSING},
    "openid_connect_login": {"provider_id": "nothing"},
    "openid_connect_callback": {"provider_id": "nothing"},
}
KINDS = (
    "own", "mine", "mate", "higher", "hidden", "sibling", "foreign", "elsewhere", "astray",
    "deleted", "missing",
)  # fmt: skip


class NoFactory(LookupError):
    """A part of an address that the walk cannot fill in."""


@dataclass(frozen=True)
class Found:
    """An address made for one reader: its path, and the rows that its parts name."""

    path: str
    rows: dict = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Route:
    """One address pattern."""

    pattern: str
    url: object

    @cached_property
    def name(self):
        return self.url.name or self.pattern

    @cached_property
    def parts(self):
        return tuple(one or other for one, other in PARAMETER.findall(self.pattern))

    @property
    def shown(self):
        """The pattern as a person writes it."""
        plain = re.sub(r"<\w+:(\w+)>", r"<\1>", self.pattern)
        return "/" + re.sub(r"\(\?P(<\w+>)[^)]*\)|[\^$]", r"\1", plain)

    @property
    def is_api(self):
        return self.pattern.startswith("api/v1/")

    @property
    def gate(self):
        return getattr(self.url.callback, "gate", None)

    @property
    def view(self):
        return getattr(self.url.callback, "cls", None)

    @property
    def actions(self):
        """{verb: action} of a resource of the API.

        A router's view puts HEAD among them itself, but not before it was first called.
        """
        given = getattr(self.url.callback, "actions", None) or {}
        return {verb.upper(): action for verb, action in given.items() if verb != "head"}

    @cached_property
    def useful_verbs(self):
        """The verbs that do something; the others are tried by a few, on one's own objects."""
        return tuple(self.actions) or verbs_of_page(self.url.callback)

    @property
    def nouns(self):
        """{part: noun} of the parts that name a row."""
        return {part: self.noun(part) for part in self.parts if part != "workspace"}

    def noun(self, part):
        if part == "pk":
            return PK.get(self.name)
        if part == "token":
            return "api_token" if self.is_api else self.name
        if part in {"item", "member"} and self.name in NOUNS:
            return NOUNS[self.name]
        return NOUNS.get(part, part)

    def address(self, world, kind, actor):
        """The address whose parts are of `kind` for `actor`; None where there is no such thing."""
        if self.name in STRANGE:
            return Found(self.path(STRANGE[self.name])) if kind == "missing" else None
        if not self.parts:
            return Found("/" + self.pattern) if kind == "own" else None
        if not self.nouns and kind not in {"own", "elsewhere"}:
            return None
        if kind == "astray" and (len(self.nouns) < 2 or self.parts[-1] == "number"):
            return None
        values, rows = {}, {}
        for part in self.parts:
            place = self.kind_of(part, kind)
            value = self.value(part, world, place, actor, rows)
            if value is None:
                return None
            values[part] = value
        return Found(self.path(values), rows)

    def kind_of(self, part, kind):
        """Of which kind one part of an address is, when the address as a whole is of `kind`.

        *astray* names a row of another campaign last; *missing*, a row that is nowhere.
        """
        places = list(self.nouns)
        if len(places) < 2 or kind in {"own", "sibling", "elsewhere"}:
            return kind
        if kind in {"astray", "missing"}:
            return kind if part == places[-1] else "own"
        if kind == "foreign" and "number" in places:
            return kind
        return "own" if part == "campaign" else kind

    def path(self, values):
        return reverse(f"api:{self.name}" if self.is_api else self.name, kwargs=values)

    def value(self, part, world, kind, actor, rows):
        if part == "workspace":
            return world.rival.slug if kind == "elsewhere" else world.acme.slug
        noun = self.noun(part)
        if part in {"token", "secret"} and not self.is_api:
            return (
                "nothing" if kind == "missing" else own(world.secrets[noun].get(kind), kind, actor)
            )
        if noun not in world.things:
            raise NoFactory(f"{self.shown}: the walk has no factory for <{part}> ({noun})")
        if kind == "missing":
            return missing_value(part)
        row = thing(world, noun, kind, actor)
        if row is None:
            return None
        rows[noun] = row
        if part == "campaign":
            return row.key
        return getattr(row, VALUES.get(part, "pk"))


def verbs_of_page(view):
    """GET and POST, as far as the view's own `require_…` lets them through."""
    while view is not None:
        names = inspect.getclosurevars(view).nonlocals if hasattr(view, "__code__") else {}
        if "request_method_list" in names:
            return tuple(verb for verb in ("GET", "POST") if verb in names["request_method_list"])
        view = getattr(view, "__wrapped__", None)
    return ("GET", "POST")


def thing(world, noun, kind, actor):
    """The row of a noun of this kind; the reader's own for *mine*."""
    things = world.things[noun]
    if kind in {"elsewhere", "astray"}:
        kind = {"elsewhere": "foreign", "astray": "sibling"}[kind]
    return own(things.get(kind), kind, actor)


def own(row, kind, actor):
    """The reader's own of *mine*, as their names tell them; else what was given."""
    if kind == "mine" and row is not None:
        return row.get({"reading": "owner", "people": "owner"}.get(actor.name, actor.name))
    return row


def missing_value(part):
    return {"campaign": "NOPE", "key": "nothing", "form_key": "nothing"}.get(part, MISSING)


# Where most readers are received alike, a few stand for all: one for each kind of door.
FEW = ("manager", "guest", "viewer", "stranger", "nobody")
TEN = (*FEW, "owner", "member", "sales", "ended", "other")
STANDING_FOR_ALL = {
    "sibling": ("member", "other", "people", *FEW),
    "elsewhere": FEW,
    "missing": ("manager", "guest", "nobody"),
    "foreign": ("owner", *FEW),
    "deleted": ("owner", *FEW),
    "astray": ("owner", *FEW),
}


def is_tried_by(route, verb, kind, name):
    """Whether a reader walks this cell: all do where it matters who they are."""
    if verb not in route.useful_verbs:
        return name in {"guest" if verb == "HEAD" else "manager", "nobody"}
    if kind != "own" and (name == "lapsed" or (name in {"reading", "people"} and not route.is_api)):
        return False
    return name in STANDING_FOR_ALL.get(kind, NAMES)


def stands_for_all(route, verb, kind, name):
    """Whether a reader walks this cell also where the walk is a brief one."""
    return name in {"own": TEN, "foreign": FEW}.get(kind, ()) and verb in route.useful_verbs


def all_routes():
    """Every address pattern; of those that read alike, the first, which is the one that answers."""
    found = {}
    for pattern, url in checks.routes():
        route = Route(pattern, url)
        found.setdefault(route.shown, route)
    return list(found.values())


def cells(routes):
    """Every (route, verb, kind) to be walked."""
    for route in routes:
        for kind in KINDS:
            for verb in VERBS if kind == "own" else route.useful_verbs:
                yield route, verb, kind


__all__ = ["KINDS", "VERBS", "Found", "NoFactory", "Route", "all_routes", "cells"]
