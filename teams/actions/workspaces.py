"""Founding a workspace, and changing what it says of itself."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from teams.models import Member, Workspace
from workspace.kernel import clock, merging, rows, scope, streams
from workspace.kernel.refusals import Refusal
from workspace.kernel.values import changes_of

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
EDITABLE = ("name", "time_zone")
# The effect of a change to when a workspace or somebody's team works: times that were counted by
# it are counted anew.
HOURS_MOVED = "campaigns.hours_moved"
ZONE_MOVED = "campaigns.zone_moved"
A_LONG_IMPORT = timedelta(hours=1)
furnishings = []


def furnishes(furnish):
    """Register `furnish(member)`, which puts what every new workspace begins with into it.

    It runs in the transaction that founds the workspace, and in its scope; `member` is its owner.
    """
    furnishings.append(furnish)
    return furnish


@transaction.atomic
def found(*, user, name, time_zone="UTC", slug=""):
    """Make a workspace; return its owner's membership. Enter its scope to go on with it."""
    with scope.everything(because="a new workspace is in nobody's scope yet"):
        workspace = lay(name, time_zone, slug)
    with scope.of(workspace.pk):
        owner = Member.objects.create(
            workspace=workspace,
            user=user,
            name=user.name or user.email,
            email=user.email,
            role=Member.Role.OWNER,
            state=Member.State.ACTIVE,
            joined_at=workspace.created_at,
        )
        streams.open_stream("workspace", workspace.pk, workspace_id=workspace.pk)
        with streams.record("workspace", workspace.pk, by=owner) as record:
            record("workspace.founded", workspace)
            record("member.joined", owner)
        for furnish in furnishings:
            furnish(owner)
    return owner


def lay(name, time_zone, slug):
    """The workspace's row, with the address asked for or the nearest that is free."""
    wanted = slug or slugify(name)[:32] or f"w-{get_random_string(6, LETTERS)}"
    for address in (wanted, *(f"{wanted}-{get_random_string(4, LETTERS)}" for _again in range(5))):
        try:
            with transaction.atomic():
                return Workspace.objects.create(
                    name=name, slug=address, time_zone=time_zone, created_at=clock.now()
                )
        except IntegrityError:
            continue
    raise Refusal(_("No free address was found for this name."), mend=_("Choose another name."))


def edit(workspace, *, by, version, strict=False, **values):
    """Change a workspace's name or time zone; its address stays, so that links keep working.

    See `merging` for others who change it at once.
    """
    if unknown := set(values) - set(EDITABLE):
        raise ValueError(f"A workspace has no editable {', '.join(sorted(unknown))}")
    with streams.record("workspace", workspace.pk, by=by) as record:
        values = merging.merged(workspace, "workspace", version, values, strict=strict)
        changes = changes_of({name: getattr(workspace, name) for name in values}, values)
        if changes:
            rows.change(workspace, version=workspace.version, **values)
            record("workspace.edited", workspace, changes=changes, version=workspace.version)
            if "time_zone" in changes:
                record.effect(HOURS_MOVED)
                record.effect(ZONE_MOVED)
                # Once more for what came in from a file meanwhile, by the old zone.
                record.effect(ZONE_MOVED, after=record.at + A_LONG_IMPORT)
    return workspace


def wear_new_names(workspace_id):
    """Forget what is remembered of a workspace: names, who can be given work, who works when."""
    Workspace.objects.filter(pk=workspace_id).update(face=F("face") + 1)
