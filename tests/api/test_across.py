"""What waits for items of another campaign, as those read it who see only one of the two."""

import pytest

from campaigns.plan import actions
from tests import furniture


@pytest.mark.parametrize(("role", "reads"), [("member", "both"), ("guest", "one")])
def test_a_guest_reads_no_ids_of_what_they_do_not_see(
    workspace, campaign, plan, person, caller, role, reads
):
    brief, landing = plan("brief", "landing")
    autumn = furniture.campaign(workspace, by=person("owner"), key="AUTUMN")
    stand = actions.add(autumn, by=person("owner"), title="Stand")
    reader = person(role)
    if role == "guest":
        furniture.grant(campaign, reader)
    how = {brief.pk: ["SS", 1], stand.pk: ["FF", 2]}
    actions.edit(landing, by=person("owner"), version=1, waits_for=[brief, stand], waits_how=how)

    [event] = caller(reader).get(f"items/{landing.pk}/events/?verb=item.edited").json()["results"]
    shown = caller(reader).get(f"items/{landing.pk}/").json()

    pks = [brief.pk, stand.pk] if reads == "both" else [brief.pk]
    assert event["changes"]["waits_for"] == [[], pks]
    assert list(event["changes"]["waits_how"][1]) == [str(pk) for pk in pks]
    assert shown["waits_for"] == pks
