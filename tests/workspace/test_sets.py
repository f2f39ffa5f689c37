import pytest

from campaigns.leads.models import Note
from campaigns.plan.models import Channel, Label, Stage
from teams.models import Member
from workspace.kernel.sets import together
from workspace.kernel.streams.models import Event


@pytest.mark.django_db
def test_several_tables_come_whole_and_in_order_by_one_statement(
    workspace, django_assert_num_queries
):
    for name, position in (("Fair", 2), ("E-mail", 1)):
        Channel.objects.create(workspace=workspace, name=name, position=position, medium="offline")
    Label.objects.create(workspace=workspace, name="“Now”", hue=7)
    asked = [
        Channel.objects.order_by("position", "pk"),
        Stage.objects.order_by("position", "pk"),
        Label.objects.order_by("-name"),
    ]

    with django_assert_num_queries(1):
        found = together(*asked)

    with django_assert_num_queries(0):
        told = [[vars(row) | {"_state": None} for row in rows] for rows in found]
    assert told == [[vars(row) | {"_state": None} for row in rows] for rows in asked]


@pytest.mark.django_db
def test_moments_and_json_come_as_they_are_kept(campaign, person):
    person("member")
    asked = [
        Event.objects.order_by("pk"),
        Note.objects.none().order_by("pk"),
        Member.objects.order_by("pk"),
    ]

    events, notes, members = together(*asked)

    assert [event.changes for event in events if event.changes]
    assert not notes
    for read, row in zip([*events, *members], [*asked[0], *asked[2]], strict=True):
        assert vars(read) | {"_state": None} == vars(row) | {"_state": None}
