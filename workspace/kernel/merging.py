"""Two people edit one row at once: different fields merge, the same field is asked about.

It is for rows whose every edit leaves an event that says its `version` and the changes.
"""

from datetime import date

from django.template.defaultfilters import yesno
from django.utils.translation import gettext as _

from workspace.kernel.refusals import Conflict, Stale
from workspace.kernel.streams.models import Event
from workspace.kernel.templatetags.look import day
from workspace.kernel.values import plain


def merged(row, noun, version, values, *, strict=False, say=None, as_one=()):
    """Those of `values` that whoever saw `version` of `row` changed; the others stay as they are.

    `row` is read anew, under the lock of its stream. `Conflict` carries both values of what others
    changed as well, and what is now in the fields that this person left alone (`left`). With
    `strict` (the API's If-Match), or where nobody can tell what was seen, it is `Stale`.
    `say(row, name)` is what a field holds as people read it, where that is not what is stored.
    The fields `as_one` mean something together only, so that two people do not change one each.
    """
    read_anew(row)
    since = changed_since(row, noun, version, strict)
    now = {name: plain(getattr(row, name)) for name in values}
    seen = now | {name: before for name, (before, _by) in since.items()}
    mine = {name: value for name, value in values.items() if plain(value) != seen[name]}
    if not mine.keys().isdisjoint(as_one):
        mine |= {name: value for name, value in values.items() if name in as_one}
    taken = [name for name in mine if now[name] not in (seen[name], plain(mine[name]))]
    if taken:
        left = {name: value for name, value in now.items() if name not in mine}
        raise Conflict(
            _("Somebody changed the same field while you did."),
            mend=_("Save once more to replace it with yours."),
            fields={name: [sentence(row, name, since[name][1], say or worded)] for name in taken},
            both={name: [now[name], plain(mine[name])] for name in taken},
            left=left | {"version": row.version},
        )
    return mine


def read_anew(row):
    try:
        row.refresh_from_db()
    except type(row).DoesNotExist:
        raise Conflict(_("This was taken away meanwhile.")) from None


def changed_since(row, noun, version, strict):
    """{field: (its value at `version`, who changed it last)} of what was changed since."""
    if version == row.version:
        return {}
    events = Event.objects.filter(noun=noun, object_id=row.pk, data__version__gt=version)
    edits = list(events.order_by("revision", "position"))
    if strict or len(edits) != row.version - version:
        row.version = version  # a page that shows it again asks again, instead of writing over it
        mend = "" if strict else _("Reload the page to see it.")
        raise Stale(_("This was changed meanwhile."), mend=mend, present=row.pk)
    found = {}
    for edit in edits:
        for name, (before, _after) in edit.changes.items():
            found[name] = (found.get(name, (before, ""))[0], edit.actor_name)
    return found


def sentence(row, name, who, say):
    words = {"who": who or _("Somebody"), "value": say(row, name)}
    if words["value"]:
        return _("%(who)s changed this to “%(value)s” meanwhile.") % words
    return _("%(who)s emptied this meanwhile.") % words


def worded(row, name):
    """The value of a field as people read it."""
    display, value = getattr(row, f"get_{name}_display", None), getattr(row, name)
    if display:
        return display()
    if value is None or isinstance(value, date):
        return day(value)
    return yesno(value) if isinstance(value, bool) else str(value)
