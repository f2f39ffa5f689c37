"""Adding and editing items."""

from datetime import date, timedelta

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from campaigns.plan import fields
from campaigns.plan.actions import together, writing
from campaigns.plan.actions.checking import LINKS
from campaigns.plan.models import Item
from workspace.kernel import streams
from workspace.kernel.refusals import Conflict, Invalid, Stale
from workspace.kernel.streams.models import Version


def add(campaign, *, by, title, first=False, **values):
    """Put a new item into a plan, at its end or at its head; returns it."""
    refuse_unknown(values)
    with streams.record("campaign", campaign.pk, by=by) as record:
        draft = writing.plain_values({"title": title, **values})
        if first:
            draft["rank"] = rank_before_all(campaign)
        [item] = together.add_many(record, campaign, [draft])
        if draft.get("waits_for"):
            writing.recount(record, {item.pk, *draft["waits_for"]})
    return item


def edit(item, *, by, version, strict=False, why="", **values):
    """Change fields of an item; returns it as it is then.

    `version` is the one that the person saw. Changes that others made meanwhile to *other*
    fields stay; for the same field `Conflict` says both values. With `strict` (the API's
    If-Match) any newer version is `Stale`.
    """
    refuse_unknown(values)
    with streams.record("campaign", item.campaign_id, by=by, why=why) as record:
        item, state = under_lock(item)
        wanted = writing.plain_values(values)
        if strict and item.version != version:
            raise Stale(_("This item was changed meanwhile."), version=item.version)
        refuse_overwriting(item, state, wanted, version)
        writing.write(record, item, state, wanted)
    return item


def edit_many(campaign, pks, *, by, versions=None, **values):
    """Change the same fields of several items as one revision; returns them.

    `versions` are those that the person saw, {id: version}, as for `edit`. `add_assignees`,
    `remove_assignees`, `add_labels`, `remove_labels` take lists of rows. The count of statements
    does not grow with the items, unless they are linked.
    """
    with streams.record("campaign", campaign.pk, by=by) as record:
        items = kept_items(campaign, pks)
        states = writing.states_of([item.pk for item in items])
        for item in items if versions else ():
            refuse_overwriting(item, states[item.pk], plain_of(values), versions[item.pk])
        wanted = [(item, states[item.pk], wanted_of(states[item.pk], values)) for item in items]
        if LINKS & values.keys():
            for each in wanted:
                writing.write(record, *each)
        else:
            together.write_many(record, wanted, counted=True)
    return items


def plain_of(values):
    """The plain values of whole fields, beside which people and labels may be added to others."""
    return writing.plain_values({k: v for k, v in values.items() if k in fields.EDITABLE})


def wanted_of(state, values):
    plain = plain_of(values)
    for name in ("assignees", "labels"):
        more = {row.pk for row in values.get(f"add_{name}", ())}
        less = {row.pk for row in values.get(f"remove_{name}", ())}
        if more or less:
            plain[name] = sorted((set(state[name]) | more) - less)
    return plain


def shift(campaign, pks, *, by, days):
    """Move start and due of several items by a number of days, as one revision."""
    if not -3650 <= days <= 3650:
        raise Invalid.at("days", _("Dates move by ten years at most."))
    with streams.record("campaign", campaign.pk, by=by) as record:
        items = kept_items(campaign, pks)
        states = writing.states_of([item.pk for item in items])
        for item in items:
            state = states[item.pk]
            moved = {
                name: (date.fromisoformat(state[name]) + timedelta(days=days)).isoformat()
                for name in fields.DATES
                if state[name]
            }
            writing.write(record, item, state, moved)
    return items


def place(item, *, by, version, above=None, below=None, **values):
    """Drop an item between two others (either may be None) and change what the drop implies."""
    refuse_unknown(values)
    with streams.record("campaign", item.campaign_id, by=by) as record:
        item, state = under_lock(item)
        wanted = writing.plain_values(values)
        refuse_overwriting(item, state, wanted, version)
        if above or below:
            wanted["rank"] = rank_between(record, item, above, below)
        writing.write(record, item, state, wanted)
    return item


def under_lock(item):
    """The item and its plain values under the lock; read anew only when somebody was faster."""
    state = writing.state_of(item)
    if state["version"] != item.version or state["trashed"]:
        item = fresh(item)
    item.rank = state["rank"]
    return item, state


def recount(campaign_id, pks, *, shown=False):
    """Count anew who waits for whom around items whose neighbours in other campaigns changed.

    They are drawn anew in any case where something changed that is `shown` of a neighbour.
    """
    rows = Item.objects.filter(campaign=campaign_id, pk__in=pks).order_by("pk")
    with streams.record("campaign", campaign_id, by=None, via="system") as record:
        before = counts_of(rows)
        writing.recount(record, before)
        after = counts_of(rows)
        if shown:
            rows.update(face=record.revision)
        for item in rows.all():
            if shown or before[item.pk] != after[item.pk]:
                record("item.touched", item)


def counts_of(rows):
    return {pk: pair for pk, *pair in rows.values_list("pk", "waiting_for", "holding_up")}


def fresh(item):
    """The item as it is under the lock; `Conflict` when it is in the trash by now."""
    item = Item.objects.select_related("campaign").get(pk=item.pk)
    if item.trashed_at:
        raise Conflict(
            _("“%(title)s” is in the trash.") % {"title": item.title},
            mend=_("Restore it from the trash first."),
        )
    return item


def kept_items(campaign, pks):
    items = list(Item.objects.kept().filter(campaign=campaign, pk__in=pks).order_by("rank", "pk"))
    if missing := len(set(pks)) - len(items):
        raise Conflict(
            _("%(count)d of the chosen items are no longer in this plan.") % {"count": missing},
            mend=_("Nothing was changed; reload and choose again."),
        )
    for item in items:
        item.campaign = campaign
    return items


def refuse_unknown(values):
    if unknown := set(values) - set(fields.EDITABLE):
        sentence = _("There is no such field: %(names)s") % {"names": ", ".join(sorted(unknown))}
        raise Invalid(sentence, fields={name: [sentence] for name in unknown})


def refuse_overwriting(item, state, wanted, version):
    """Raise `Conflict` when somebody changed one of the wanted fields since `version`."""
    if item.version == version:
        return
    seen = seen_by(item, version)
    both = {
        name: [state[name], value]
        for name, value in wanted.items()
        if state[name] not in (seen[name], value)
    }
    if both:
        refuse_both(item, both)


def seen_by(item, version):
    """The plain values of an item in the version that somebody saw."""
    rows = Version.objects.filter(noun="item", object_id=item.pk, state__version=version)
    state = rows.values_list("state", flat=True).first()
    if state is None:
        raise Stale(_("This item was changed meanwhile."), version=item.version)
    return writing.BLANK | state


def refuse_both(item, both):
    raise Conflict(
        _("Somebody changed the same field while you did."),
        both=both,
        version=item.version,
        item=item,
    )


def rank_before_all(campaign):
    """A rank at the head of the plan; by the index of what is kept, as counting all costs more."""
    ranks = Item.objects.kept().filter(campaign=campaign).order_by("rank", "number")
    first = ranks.values_list("rank", flat=True).first()
    return (first or 0.0) - writing.SPACING


def rank_between(record, item, above, below):
    """A rank after `above` and before `below` (ids); makes room when there is none left."""
    ranks = dict(
        Item.objects.filter(
            campaign=item.campaign_id, pk__in=[pk for pk in (above, below) if pk]
        ).values_list("pk", "rank")
    )
    others = Item.objects.filter(campaign=item.campaign_id).exclude(pk=item.pk)
    if above in ranks:
        low = ranks[above]
        high = ranks.get(below)
        if high is None or high <= low:
            high = others.filter(rank__gt=low).aggregate(next=Min("rank"))["next"]
        if high is None:
            return low + writing.SPACING
    elif below in ranks:
        high = ranks[below]
        low = others.filter(rank__lt=high).aggregate(last=Max("rank"))["last"]
        if low is None:
            return high - writing.SPACING
    else:
        return item.rank
    if high - low < 1e-6:
        spread(record, item)
        return rank_between(record, item, above, below)
    return (low + high) / 2


def spread(record, item):
    """Give every item of the plan a round rank again; their order stays."""
    ordered = Item.objects.filter(campaign=item.campaign_id).order_by("rank", "number")
    rows = list(ordered.only("pk", "rank"))
    for number, row in enumerate(rows, 1):
        row.rank = number * writing.SPACING
    Item.objects.bulk_update(rows, ["rank"], batch_size=500)
    ranks = {row.pk: row.rank for row in rows}
    for pk, state in writing.states_of(list(ranks)).items():
        record.keep("item", pk, {**state, "rank": ranks[pk]})
