"""The words of a workspace that plans are made of: channels, stages, teams, labels.

They change rarely and every page shows them, so each process remembers them for one `face` of
the workspace, which every change to them moves (`actions/vocabulary.py`, `teams/actions`).
"""

from dataclasses import dataclass

from django.db.models import Q

from campaigns.brief.models import Participation
from campaigns.plan.models import Assignment, Channel, Item, Label, Labelling, Stage
from campaigns.plan.querysets import is_outside
from teams.models import Member, Team
from workspace.kernel import clock
from workspace.kernel.remembering import OfWorkspaces, Remembered
from workspace.kernel.sets import together

vocabularies = OfWorkspaces(200)
tables = Remembered(2_000)


@dataclass(frozen=True)
class Vocabulary:
    channels: list
    stages: list
    teams: list
    labels: list

    @property
    def ids(self):
        """What tells it from another of the same workspace and `face`."""
        lists = (self.channels, self.stages, self.teams, self.labels)
        return tuple(tuple(row.pk for row in rows) for rows in lists)


def of(workspace):
    """The words of a workspace, in their order; one statement."""
    return vocabularies.of(workspace, lambda: Vocabulary(*together(*asked())))


def asked():
    """The questions whose answers make a `Vocabulary`, in its order."""
    return (
        Channel.objects.order_by("position", "pk"),
        Stage.objects.order_by("position", "pk"),
        Team.objects.order_by("name", "pk"),
        Label.objects.order_by("name", "pk"),
    )


def known_to(reader, campaign, revision):
    """The words that `reader` knows in a campaign at `revision`: outsiders, those its items use."""
    if not is_outside(reader):
        return of(reader.workspace)
    key = ("words", campaign.pk, revision, reader.workspace.face)
    known = tables.find(key)
    if known is None:
        known = used_in(reader.workspace, [campaign.pk])
        tables.put(key, known)
    return known


def used_in(workspace, campaigns):
    """The words of a workspace that the items of these campaigns use; two statements."""
    rows = Item.objects.kept().filter(campaign__in=campaigns).order_by()
    placed = list(rows.values_list("channel_id", "stage_id", "team_id").distinct())
    labels = set(Labelling.objects.filter(item__in=rows).values_list("label_id", flat=True))
    words = of(workspace)

    def used(words, place):
        pks = {each[place] for each in placed}
        return [word for word in words if word.pk in pks]

    return Vocabulary(
        channels=used(words.channels, 0),
        stages=used(words.stages, 1),
        teams=used(words.teams, 2),
        labels=[label for label in words.labels if label.pk in labels],
    )


indexes = OfWorkspaces(200)


def by_id(workspace):
    """{"channel", "stage", "team", "labels", "people": {id: row}} of a workspace.

    `people` are all who ever belonged to it, as work stays with those who left.
    """
    return indexes.of(workspace, lambda: indexed(workspace))


def indexed(workspace):
    words, people = with_people(workspace)
    lists = {
        "channel": words.channels,
        "stage": words.stages,
        "team": words.teams,
        "labels": words.labels,
        "people": people,
    }
    return {name: {row.pk: row for row in rows} for name, rows in lists.items()}


def with_people(workspace):
    """The words of a workspace, and all who ever belonged to it; one statement."""
    people, read_along = Member.objects.order_by("pk"), []

    def read():
        *lists, read_along[:] = together(*asked(), people)
        return Vocabulary(*lists)

    words = vocabularies.of(workspace, read)
    return words, read_along or people


MODELS = {"people": Member, "labels": Label}


def rows_of(workspace, kind, pks):
    """{id: row} of these people or labels; who came a moment ago is read."""
    known = by_id(workspace)[kind]
    missing = pks - known.keys()
    return known | MODELS[kind].objects.in_bulk(missing) if missing else known


def people_of(campaign, reader, revision):
    """Who can be given work here at `revision`, as far as `reader` knows them."""
    outside = is_outside(reader)
    day = clock.workspace_today()
    key = (campaign.pk, revision if outside else None, day, reader.workspace.face)
    known = tables.find(key)
    if known is None:
        rows = met_in(campaign) if outside else assignable(campaign)
        known = list(rows.order_by("name", "pk"))
        tables.put(key, known)
    return known


def met_in(campaign):
    """Those whom guests and viewers meet in a campaign: who takes part, and who has work there."""
    running = Participation.objects.running().filter(campaign=campaign).values("member")
    working = Assignment.objects.filter(item__campaign=campaign).values("member")
    return assignable(campaign).filter(Q(pk__in=running) | Q(pk__in=working))


def assignable(campaign):
    granted = Participation.objects.running().filter(campaign=campaign).values("member")
    present = Member.objects.present()
    return present.exclude(role="guest") | present.filter(role="guest", pk__in=granted)
