"""Accounts of people, beside what allauth does on its own pages."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teams.actions.workspaces import wear_new_names
from teams.models import Member, User
from workspace.kernel import rows, scope, streams
from workspace.kernel.refusals import Invalid
from workspace.kernel.values import changes_of

SETTINGS = ("name", "language", "time_zone", "theme")


def has_verified(user, email):
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()


def owner_of(email):
    """The user who signs in with this address, or has proved to own it; None for nobody."""
    proved = EmailAddress.objects.filter(email__iexact=email, verified=True).first()
    return proved.user if proved else User.objects.filter(email__iexact=email).first()


def prepare(email, *, name, password, language=""):
    """A user that is not stored yet; refuses a weak password, and does the slow hashing now."""
    user = User(email=email, name=name.strip(), language=language)
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise Invalid(weak.messages[0], fields={"password": weak.messages}) from None
    user.set_password(password)
    return user


def store(user):
    """Store a prepared user; their address counts as verified."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    except IntegrityError:
        raise Invalid(
            _("%(email)s has an account already.") % {"email": user.email},
            mend=_("Sign in with it, and open the link again."),
        ) from None
    return user


@transaction.atomic
def edit_profile(user, **values):
    """Change a person's name, language, time zone or appearance, in all their workspaces."""
    changed = {name: value for name, value in values.items() if getattr(user, name) != value}
    if unknown := set(changed) - set(SETTINGS):
        raise ValueError(f"A profile has no {', '.join(sorted(unknown))}")
    if changed:
        User.objects.filter(pk=user.pk).update(**changed)
        for name, value in changed.items():
            setattr(user, name, value)
    if "name" in changed:
        rename_everywhere(user)
    return user


def rename_everywhere(user):
    with scope.everything(because="a person has the same name in all their workspaces"):
        memberships = list(Member.objects.active().filter(user=user).order_by("workspace_id"))
    for member in memberships:
        with (
            scope.of(member.workspace_id),
            streams.record("workspace", member.workspace_id, by=member) as record,
        ):
            changes = changes_of({"name": member.name}, {"name": user.name})
            if changes:
                rows.change(member, version=member.version, name=user.name)
                wear_new_names(member.workspace_id)
                record("member.edited", member, changes=changes, version=member.version)
