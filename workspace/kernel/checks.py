"""System checks: Roundtable refuses to start unsafe, and says what to mend."""

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.urls import URLPattern, get_resolver

from workspace import surroundings
from workspace.kernel.owned import Owned

OPEN_MODULES = {
    "allauth.": "asks for its own sign-in, page by page",
    "django.views.i18n": "the language switch concerns nobody's data",
    "django.views.generic.base.RedirectView": "a redirect shows nothing; its target has a gate",
    "drf_spectacular.": "the API's description holds no data",
}


def routes(patterns=None, prefix=""):
    """Every (path, URLPattern) of the URLconf."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield path, pattern
        else:
            yield from routes(pattern.url_patterns, path)


def guard_of(pattern):
    """How a route is guarded: its gate, its policy class, its reason to be public; or None."""
    callback = pattern.callback
    if gate := getattr(callback, "gate", None):
        return gate
    if reason := getattr(callback, "public", None) or getattr(callback, "personal", None):
        return reason
    view = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    if getattr(view, "policy", None):
        return view.policy
    return next(
        (why for name, why in OPEN_MODULES.items() if pattern.lookup_str.startswith(name)), None
    )


@register(Tags.urls)
def every_route_is_guarded(app_configs, **kwargs):
    return [
        Error(
            f"The route {path!r} has no gate.",
            hint="Decorate its view with @policy.opens(…), or with @public(because=…).",
            id="roundtable.E001",
        )
        for path, pattern in routes()
        if guard_of(pattern) is None
    ]


@register(Tags.urls)
def every_api_action_has_an_ability(app_configs, **kwargs):
    errors = []
    for path, pattern in routes():
        view = getattr(pattern.callback, "cls", None)
        for action in (getattr(pattern.callback, "actions", None) or {}).values():
            ability = getattr(view, "abilities", {}).get(action)
            if getattr(view, "policy", None) and ability not in view.policy.abilities:
                errors.append(
                    Error(
                        f"{path!r}: {view.__name__}.{action} lacks a {view.policy.noun!r} ability.",
                        id="roundtable.E002",
                    )
                )
    return errors


@register(Tags.models)
def every_row_has_an_owner(app_configs, **kwargs):
    return [
        Error(
            f"{model._meta.label} belongs to no workspace.",
            hint="Derive it from Owned, or say in workspace/kernel/checks.py why it is shared.",
            id="roundtable.E003",
        )
        for model in apps.get_models()
        if model._meta.app_label in {"kernel", "teams", "campaigns"}
        and not issubclass(model, Owned)
        and model._meta.label not in SHARED
    ]


SHARED = {
    "kernel.Heartbeat": "a process serves all workspaces",
    "kernel.Listener": "a process serves all workspaces",
    "teams.User": "a person may belong to several workspaces",
    "teams.Workspace": "it is the owner; its manager is scoped by its own id",
}


@register(Tags.database)
def sqlite_is_safe(app_configs, **kwargs):
    errors = []
    for name, database in settings.DATABASES.items():
        if not database["ENGINE"].endswith("sqlite3"):
            continue
        options = database.get("OPTIONS", {})
        start = options.get("init_command", "").replace(" ", "").lower()
        wanted = {
            "transaction_mode must be IMMEDIATE": options.get("transaction_mode") == "IMMEDIATE",
            "journal_mode must be WAL": "journal_mode=wal" in start,
            "synchronous must be FULL": "synchronous=full" in start,
            "foreign_keys must be ON": "foreign_keys=on" in start,
            "timeout must be at least 5 seconds": options.get("timeout", 0) >= 5,
        }
        errors += [
            Error(
                f"SQLite database {name!r}: {what}.",
                hint="Take OPTIONS from workspace/surroundings.py; without them writes are lost.",
                id="roundtable.E004",
            )
            for what, well in wanted.items()
            if not well
        ]
    return errors


@register(Tags.security)
def nothing_unsafe_is_served(app_configs, **kwargs):
    outside = not surroundings.is_loopback(surroundings.host_of(settings.PUBLIC_URL))
    errors = []
    if settings.DEBUG and outside:
        errors.append(
            Error("DEBUG is on at a public address.", hint="Unset DEBUG.", id="roundtable.E005")
        )
    if len(settings.SECRET_KEY) < 32:
        errors.append(
            Error(
                "SECRET_KEY is shorter than 32 characters.",
                hint="Unset it, and one is made in the data folder.",
                id="roundtable.E006",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        errors.append(
            Error(
                "ALLOWED_HOSTS admits every host name.",
                hint="Name the host people type, such as roundtable.example.com.",
                id="roundtable.E007",
            )
        )
    return errors
