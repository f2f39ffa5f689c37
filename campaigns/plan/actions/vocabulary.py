"""The words of a workspace that items use: channels, journey stages, labels.

Labels come into being by being used; channels and stages are chosen with care. A word that items
use is not removed from under them.
"""

import zlib
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from campaigns.plan.models import Channel, Label, Stage
from teams.actions.workspaces import wear_new_names
from workspace.kernel import rows, streams, texts
from workspace.kernel.refusals import Invalid, Refusal
from workspace.kernel.values import changes_of

STAGES = [
    gettext_noop("Awareness"),
    gettext_noop("Consideration"),
    gettext_noop("Experience"),
    gettext_noop("Purchase"),
    gettext_noop("Loyalty"),
    gettext_noop("Advocacy"),
]
CHANNELS = [
    (gettext_noop("E-mail"), "outbound", "online", "mail", 7),
    (gettext_noop("Website"), "inbound", "online", "globe", 5),
    (gettext_noop("SEO"), "inbound", "online", "search-check", 3),
    (gettext_noop("Paid search"), "inbound", "online", "mouse-pointer-click", 8),
    (gettext_noop("Paid social"), "outbound", "online", "megaphone", 10),
    (gettext_noop("Organic social"), "inbound", "online", "share-2", 6),
    (gettext_noop("Content"), "inbound", "online", "newspaper", 4),
    (gettext_noop("Webinar"), "inbound", "online", "video", 0),
    (gettext_noop("Events"), "outbound", "offline", "ticket", 1),
    (gettext_noop("Direct mail"), "outbound", "offline", "package", 2),
    (gettext_noop("Phone"), "outbound", "offline", "phone", 9),
    (gettext_noop("PR"), "inbound", "offline", "radio", 11),
]


def label_named(workspace_id, name, *, by):
    """The label with this name, made when there is none; case does not tell labels apart."""
    name = " ".join(texts.line(name).split())[:50]
    known = Label.objects.filter(workspace_id=workspace_id, name__iexact=name)
    return known.first() or add_label(workspace_id, name, known, by=by)


def add_label(workspace_id, name, known, *, by):
    """A new label, unless somebody made it a moment ago."""
    with streams.record("workspace", workspace_id, by=by) as record:
        label = known.first()
        if label is None:
            label = Label.objects.create(workspace_id=workspace_id, name=name, hue=hue_of(name))
            record("label.added", label)
            wear_new_names(workspace_id)
    return label


def hue_of(name):
    return zlib.crc32(name.casefold().encode()) % 12


def add_channel(workspace_id, *, by, name, **values):
    """A new channel, last in the order."""
    values.setdefault("hue", hue_of(name))
    return add(Channel, "channel", workspace_id, by, name=name, **values)


def add_stage(workspace_id, *, by, name):
    """A new stage of the customer's journey, the last."""
    return add(Stage, "stage", workspace_id, by, name=name)


def add(model, noun, workspace_id, by, **values):
    values["name"] = checked(values["name"])
    last = model.objects.aggregate(last=Max("position"))["last"]
    with streams.record("workspace", workspace_id, by=by) as record:
        word = model(workspace_id=workspace_id, position=(last or 0) + 1, **values)
        with only_once(word.name):
            word.save(force_insert=True)
        record(f"{noun}.added", word, changes=changes_of({}, values))
        wear_new_names(workspace_id)
    return word


def edit(word, *, by, version, **values):
    """Change a channel or a stage; every row that shows it is drawn anew."""
    noun = word._meta.model_name
    if "name" in values:
        values["name"] = checked(values["name"])
    with streams.record("workspace", word.workspace_id, by=by) as record:
        changes = changes_of({name: getattr(word, name) for name in values}, values)
        if changes:
            with only_once(values.get("name", "")):
                rows.change(word, version=version, **{name: values[name] for name in changes})
            record(f"{noun}.edited", word, changes=changes)
            wear_new_names(word.workspace_id)
    return word


def rename_label(label, *, by, name):
    """Give a label another name; items keep it."""
    name = checked(name, most=50)
    with streams.record("workspace", label.workspace_id, by=by) as record:
        if name != label.name:
            with only_once(name):
                Label.objects.filter(pk=label.pk).update(name=name)
            record("label.edited", label, changes={"name": [label.name, name]})
            wear_new_names(label.workspace_id)
    label.name = name
    return label


def remove(word, *, by):
    """Remove a channel, a stage or a label that nothing uses, not even an item in the trash."""
    noun = word._meta.model_name
    with streams.record("workspace", word.workspace_id, by=by) as record:
        uses = (word.labellings if noun == "label" else word.items).count()
        if uses:
            raise Refusal(
                ngettext("%(count)d item uses “%(name)s”.", "%(count)d items use “%(name)s”.", uses)
                % {"count": uses, "name": word.name},
                mend=_("Give them another one first; those in the trash count too."),
            )
        record(f"{noun}.removed", word)
        try:
            word.delete()
        except ProtectedError:
            raise Refusal(
                _("%(name)s is still in use.") % {"name": word.name},
                mend=_("Touchpoints, numbers or leads have it: give them another one first."),
            ) from None
        wear_new_names(word.workspace_id)


def furnish(workspace_id):
    """The words a new workspace begins with, where it has none; all can be changed."""
    if not Stage.objects.filter(workspace_id=workspace_id).exists():
        Stage.objects.bulk_create(
            Stage(workspace_id=workspace_id, name=_(name), position=position)
            for position, name in enumerate(STAGES, 1)
        )
    if not Channel.objects.filter(workspace_id=workspace_id).exists():
        Channel.objects.bulk_create(
            Channel(
                workspace_id=workspace_id,
                name=_(name),
                direction=direction,
                medium=medium,
                icon=icon,
                hue=hue,
                position=position,
            )
            for position, (name, direction, medium, icon, hue) in enumerate(CHANNELS, 1)
        )
    wear_new_names(workspace_id)


def checked(name, most=60):
    name = " ".join(texts.line(name).split())
    if not 1 <= len(name) <= most:
        sentence = _("A name has 1 to %(most)d characters.") % {"most": most}
        raise Invalid.at("name", sentence)
    return name


@contextmanager
def only_once(name):
    """Turn the database's refusal of a name that is taken into ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        sentence = _("“%(name)s” exists already.") % {"name": name}
        raise Invalid.at("name", sentence) from None
