"""Two leads are said to be one person; and that it was said in error."""

from django.utils.translation import gettext as _

from campaigns.leads import facts, keys
from campaigns.leads.actions import clocks, editing, telling
from campaigns.leads.models import Lead, Merge
from workspace.kernel import rows, streams
from workspace.kernel.refusals import Conflict, Invalid
from workspace.kernel.values import plain

# What a person chooses between when two leads become one; the two of each tuple go together.
CHOSEN = ("name", "company", "title", "email", "phone", "country", "consent", "utm", "touchpoint",
          "owner", "value")  # fmt: skip
TOGETHER = {"consent": ("consent_at",), "value": ("currency",)}


def merge(kept, gone, *, by, take=()):
    """Let `gone` be the same person as `kept`, which takes over the facts named in `take`.

    `gone` counts no more, and what happened to it is shown with `kept`; its row stays as it was,
    so that `unmerge` gives both back exactly. Returns the `Merge`.
    """
    if unknown := set(take) - set(CHOSEN):
        names = ", ".join(sorted(unknown))
        raise Invalid.at("take", _("There is no such field: %(names)s") % {"names": names})
    if kept.pk == gone.pk:
        raise Invalid(_("Choose two different leads."))
    with recording(kept, gone, by) as records:
        kept, gone = editing.standing(kept), editing.standing(gone)
        if kept.campaign_id != gone.campaign_id and "touchpoint" in take:
            raise Invalid.at("take", _("A touchpoint belongs to its campaign."))
        values = facts.differing(kept, taken(gone, take))
        before = {name: getattr(kept, name) for name in values}
        if values:
            write(kept, values)
        rows.change(gone, version=gone.version, merged_into=kept)
        made = Merge.objects.create(
            workspace_id=kept.workspace_id,
            kept=kept,
            gone=gone,
            before={name: plain(value) for name, value in before.items()},
            by=by,
            at=records[of(kept)].at,
        )
        telling.edited(
            records[of(kept)], kept, before, values, verb="lead.merged", gone=gone.pk, merge=made.pk
        )
        if of(kept) != of(gone):
            telling.edited(records[of(gone)], gone, {}, {}, verb="lead.merged_away", kept=kept.pk)
    return made


def unmerge(merge, *, by):
    """Take a merge back: both are what they were.

    A fact that somebody has changed since stays as they changed it.
    """
    with recording(merge.kept, merge.gone, by) as records:
        kept, gone = (Lead.objects.get(pk=pk) for pk in (merge.kept_id, merge.gone_id))
        refuse_undone(merge, kept, gone)
        now = records[of(kept)].at
        if not Merge.objects.filter(pk=merge.pk, undone_at__isnull=True).update(undone_at=now):
            raise Conflict(_("This merge was undone already."))
        values = {name: typed(name, merge.before[name]) for name in untouched(merge, kept, gone)}
        present = {name: getattr(kept, name) for name in values}
        if values:
            write(kept, values)
        rows.change(gone, version=gone.version, **clocks.kept(gone, {"merged_into": None}))
        telling.edited(records[of(kept)], kept, present, values, verb="lead.unmerged", gone=gone.pk)
        if of(kept) != of(gone):
            telling.edited(records[of(gone)], gone, {}, {}, verb="lead.unmerged", kept=kept.pk)
    merge.refresh_from_db()
    return merge


def write(kept, values):
    """Give the kept lead `values` with all that follows from them."""
    following = keys.following(kept, values, kept.workspace.time_zone)
    rows.change(kept, version=kept.version, **clocks.kept(kept, values), **following)


def untouched(merge, kept, gone):
    """The columns that were taken over and that nobody has changed since.

    An amount and its currency are one fact: with one of them changed, both stay as they are.
    """
    same = {name for name in merge.before if getattr(kept, name) == getattr(gone, name)}
    for field, others in TOGETHER.items():
        pair = {field, *others}
        if any(getattr(kept, name) != getattr(gone, name) for name in pair):
            same -= pair
    return sorted(same)


def refuse_undone(merge, kept, gone):
    if kept.erased_at or gone.erased_at:
        raise Conflict(_("This person was erased; nothing of them is left to bring back."))
    if kept.merged_into_id:
        raise Conflict(
            _("The lead that was kept was itself merged into another one since."),
            mend=_("Undo that merge first."),
        )
    if gone.merged_into_id != kept.pk:
        raise Conflict(_("This merge was undone already."))


def recording(kept, gone, by):
    return streams.record_many({of(kept), of(gone)}, by=by)


def of(lead):
    return ("campaign", lead.campaign_id)


def taken(gone, take):
    """The columns of `gone` that `kept` takes over."""
    names = [name for field in take for name in (field, *TOGETHER.get(field, ()))]
    return {
        column: getattr(gone, column)
        for column in (Lead._meta.get_field(name).attname for name in names)
    }


def typed(column, value):
    return Lead._meta.get_field(facts.name_of(column)).to_python(value)
