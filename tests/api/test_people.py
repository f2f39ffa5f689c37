from teams.models import Invitation, Member, Workspace


def test_a_token_knows_whose_it_is(workspace, caller, person):
    answer = caller(person("guest", name="Ada"), "plan:read").get("me/")

    assert answer.json() == {
        "id": person("guest", name="Ada").pk,
        "name": "Ada",
        "email": person("guest", name="Ada").email,
        "role": "guest",
        "scopes": ["plan:read"],
        "expires_at": None,
        "workspace": {
            "slug": "acme",
            "name": "Acme",
            "time_zone": "Europe/Berlin",
            "version": 1,
        },
    }


def test_the_workspace_is_renamed_by_admins_alone(workspace, caller, person):
    admin, member = caller(person("admin")), caller(person("member"))

    renamed = admin.patch("workspace/", {"name": "Acme Inc."}, If_Match='"1"')
    nowhere = admin.patch("workspace/", {"time_zone": "../../etc/passwd"}, If_Match='"2"')
    forbidden = member.patch("workspace/", {"name": "Ours"}, If_Match='"2"')

    assert [each.status_code for each in (renamed, nowhere, forbidden)] == [200, 422, 403]
    assert Workspace.objects.get().name == "Acme Inc."


def test_teams_and_partners_are_kept(workspace, caller, person):
    manager = caller(person("manager"))

    for address, what in (("teams", {"function": "sales"}), ("partners", {"kind": "platform"})):
        made = manager.post(f"{address}/", {"name": "North", **what})
        one = f"{address}/{made.json()['id']}/"
        taken = manager.post(f"{address}/", {"name": "north"})
        renamed = manager.patch(one, {"name": "South"}, If_Match=made["ETag"])
        stale = manager.delete(one, If_Match='"1"')
        gone = manager.delete(one, If_Match=renamed["ETag"])

        answers = (made, taken, renamed, stale, gone)
        assert [each.status_code for each in answers] == [201, 422, 200, 412, 204]
        assert manager.get(f"{address}/").json() == {"results": [], "next": None}


def test_a_member_is_named_changed_removed_and_brought_back(workspace, caller, person):
    manager, colleague = caller(person("manager")), person("member")

    named = manager.post("members/", {"name": "Bo", "email": "bo@acme.example"})
    changed = manager.patch(f"members/{colleague.pk}/", {"title": "SEO"}, If_Match='"1"')
    above = manager.patch(f"members/{colleague.pk}/", {"role": "owner"}, If_Match='"2"')
    removed = manager.delete(f"members/{colleague.pk}/", If_Match='"2"')
    back = manager.post(f"members/{colleague.pk}/bring_back/", If_Match='"3"')

    answers = (named, changed, above, removed, back)
    assert [each.status_code for each in answers] == [201, 200, 403, 204, 200]
    assert named.json()["state"] == "name"
    assert back.json()["state"] == "active"


def test_invitations_are_sent_listed_and_taken_back(workspace, caller, person):
    manager = caller(person("manager"))

    sent = manager.post("invitations/", {"email": "cy@acme.example", "role": "member"})
    above = manager.post("invitations/", {"email": "di@acme.example", "role": "owner"})
    waiting = manager.get("invitations/").json()["results"]
    again = manager.post(f"invitations/{waiting[0]['id']}/resend/")
    taken_back = manager.delete(f"invitations/{again.json()['id']}/")

    answers = (sent, above, again, taken_back)
    assert [each.status_code for each in answers] == [201, 403, 200, 204]
    assert [each["email"] for each in waiting] == ["cy@acme.example"]
    assert Member.objects.get(email="cy@acme.example").state == "name"
    assert not Invitation.objects.open().exists()


def test_the_log_is_for_admins(workspace, caller, person):
    manager, admin = caller(person("manager")), caller(person("admin"))
    manager.post("teams/", {"name": "North"})

    events = admin.get("workspace/events/?noun=team").json()["results"]

    assert manager.get("workspace/events/").status_code == 403
    assert [(event["verb"], event["via"]) for event in events] == [("team.added", "api")]


def test_moments_and_days_are_those_of_the_owner_of_the_token(workspace, plan, caller, person):
    [item] = plan("brief")
    member = person("member")
    member.user.time_zone = "Asia/Shanghai"
    member.user.save()

    made = caller(member).get(f"items/{item.pk}/").json()["created_at"]
    seen_from_the_workspace = caller(person("manager")).get(f"items/{item.pk}/").json()

    assert made.endswith("+08:00")
    assert seen_from_the_workspace["created_at"].endswith(("+01:00", "+02:00"))
