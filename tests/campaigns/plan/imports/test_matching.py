"""Whom and what the words of a file mean in this workspace."""

import pytest
from django.core import mail

from campaigns.plan.actions import vocabulary
from campaigns.plan.imports import actions, previews
from campaigns.plan.models import Assignment, Channel, Comment, Item
from teams.actions import groups, members
from teams.models import Member, Team
from tests import furniture
from workspace.kernel import outbox
from workspace.kernel.refusals import Invalid, Refusal


def rows(*people):
    lines = [f"{n},Item {n},{who}" for n, who in enumerate(people, 1)]
    return ("Id,Title,Owner\n" + "\n".join(lines) + "\n").encode()


def assigned(title="Item 1"):
    return [a.member for a in Assignment.objects.filter(item__title=title).select_related("member")]


def decisions(imp):
    return {p.key: (p.decision, str(p.standing)) for p in previews.preview(imp).matches.people}


def test_people_are_known_by_their_mail_whatever_their_name(brought, person):
    ana = person("member", name="Ana Ruiz")

    brought(rows(f"A. R. <{ana.email.upper()}>"))

    assert assigned() == [ana]


def test_people_without_a_mail_are_known_by_their_name(brought, person):
    ana = person("member", name="Ana Ruiz")

    brought(rows("ana  RUIZ"))

    assert assigned() == [ana]


def test_two_of_one_name_are_a_question(brought, person):
    person("member", name="Ana Ruiz")
    other = person("sales", name="Ana Ruiz")
    imp = brought.look(rows("Ana Ruiz"))

    assert previews.preview(imp).open_questions == ("people.ana ruiz",)
    with pytest.raises(Refusal):
        actions.run(imp, version=imp.version)

    brought(rows("Ana Ruiz"), people={"ana ruiz": f"row:{other.pk}"})
    assert assigned() == [other]


def test_somebody_unknown_becomes_a_name_once(brought):
    brought(rows("New Person <new@x.example>", "New Person <new@x.example>"))
    brought(rows("New Person <new@x.example>", "New Person", "New Person"))

    [new] = Member.objects.filter(email="new@x.example")
    assert (new.state, new.name) == ("name", "New Person")
    assert assigned("Item 3") == [new]


def test_somebody_can_be_invited_by_who_may_invite(brought, person, campaign):
    imp = brought.look(rows("New <new@x.example>"), people={"new@x.example": "invite"})

    actions.run(imp, version=imp.version)
    while outbox.dispatch():
        pass

    assert Member.objects.get(email="new@x.example").state == "invited"
    assert [m.to for m in mail.outbox] == [["new@x.example"]]
    brought.by = person("member")
    with pytest.raises(Invalid):
        brought.look(rows("Two <two@x.example>"), people={"two@x.example": "invite"})


def test_who_has_left_or_is_another_campaigns_guest_is_not_assigned(brought, person):
    left, guest = person("member", name="Lee Left"), person("guest", name="Gus Guest")
    members.remove(left, by=person("owner"), version=left.version)
    imp = brought.look(rows(f"Lee <{left.email}>", f"Gus <{guest.email}>"))

    assert set(decisions(imp).values()) == {("nobody", "likely")}
    brought(rows(f"Lee <{left.email}>"))
    assert (assigned(), Item.objects.get().extra) == ([], {"Owner": "Lee"})


def test_a_guest_of_this_campaign_is_known(brought, person, campaign):
    guest = person("guest", name="Gus Guest")
    furniture.grant(campaign, guest)

    brought(rows("Gus Guest"))

    assert assigned() == [guest]


def test_channels_and_stages_are_known_by_name_or_made(brought, workspace, person):
    email = vocabulary.add_channel(workspace.pk, by=person("owner"), name="E-mail")
    brought.by = person("member")

    brought(b"Id,Title,Channel,Journey stage\n1,Brief,email,Try\n2,Spot,Radio,try\n")

    assert Item.objects.get(number=1).channel == email
    assert list(Channel.objects.order_by("pk").values_list("name", flat=True)) == [
        "E-mail",
        "Radio",
    ]
    assert Item.objects.get(number=2).stage == Item.objects.get(number=1).stage


def test_a_team_is_made_only_by_who_may_make_one(brought, person):
    data = b"Id,Title,Team\n1,Brief,Creative\n2,Spot,Sales\n"
    groups.add_team(by=person("owner"), name="sales")
    brought.by = person("member")

    brought(data)

    assert list(Team.objects.values_list("name", flat=True)) == ["sales"]
    assert Item.objects.get(number=1).extra == {"Team": "Creative"}
    assert Item.objects.get(number=2).team.name == "sales"


def test_who_only_commented_is_no_new_person(brought):
    brought(b"Id,Title,Comment\n1,Brief,05/Jan/26 03:26 PM;sam;Fine; go on\n")

    comment = Comment.objects.get()
    assert (comment.author, comment.author_name, comment.body) == (None, "sam", "Fine; go on")
    assert not Member.objects.filter(name="sam").exists()


def test_comments_are_the_teams_unless_somebody_says_otherwise(brought, person, campaign):
    data = b"Id,Title,Comment\n1,Brief,Between us\n"
    guest = person("guest")
    furniture.grant(campaign, guest)

    brought(data)
    hidden = list(Comment.objects.visible_to(guest))
    actions.undo(brought(data.replace(b"1,", b"2,"), comments="all"), by=person("manager"))

    assert hidden == []
    assert list(Comment.objects.visible_to(guest)) == []
    assert Item.objects.get(number=1).team_comments == 1


def test_the_same_ids_under_other_titles_are_a_question(brought):
    first = "".join(f"{n},Brief {n}\n" for n in range(1, 7))
    other = "".join(f"{n},Spot {n}\n" for n in range(1, 7))
    brought(f"No,Title\n{first}".encode())

    imp = brought.look(f"No,Title\n{other}".encode())

    assert previews.preview(imp).open_questions == ("same_ids",)
    added = brought(f"No,Title\n{other}".encode(), same_ids="add")
    assert (added.counts["new"], Item.objects.count()) == (6, 12)
    updated = brought(f"No,Title\n{other}".encode(), same_ids="update")
    assert (updated.counts["changed"], Item.objects.count()) == (6, 12)
