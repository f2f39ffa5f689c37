"""Five hundred items over twenty campaigns: the same statements as for a few, and the same list."""

from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.plan.models import Item
from campaigns.plan.moving import actions, impact
from tests.bench import moving as bench
from workspace.kernel import outbox
from workspace.kernel.outbox.models import Effect


@pytest.fixture
def first(workspace, person):
    return bench.lay(SimpleNamespace(workspace=workspace, reader=person("manager")))


def test_the_list_of_five_hundred_items_is_read_in_a_handful_of_statements(first):
    wish = actions.wish_for(first, due_on="2027-03-08", start_on="2027-03-08")

    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            found = impact.preview(wish)
        counts.append(len(asked))

    assert (len(found.steps), len(found.campaigns)) == (500, 20)
    assert counts == [9, 5], "people and working days are remembered"


def test_what_is_confirmed_is_what_was_listed(first, person):
    wish = actions.wish_for(first, due_on="2027-03-04", start_on="2027-03-04")
    found = impact.preview(wish)
    by = person("owner")

    with CaptureQueriesContext(connection) as asked:
        made, _steps = actions.move(wish, by=by, confirm="all", seen=found.seal, why="Late")

    assert len(asked) <= 6 * len(found.campaigns)  # none of them for an item alone
    assert not Effect.objects.filter(name="plan.recount").exists(), "all were drawn anew"
    after = {item.pk: (item.start_on, item.due_on) for item in Item.objects.all()}
    assert {step.item.pk: step.after for step in found.steps} == after
    assert made.legs.count() == 20


def test_a_mail_about_very_many_items_lists_the_first_of_them(campaign, plan, person):
    mara, ann = person("manager", "Mara"), person("member", "Ann")
    pks = [item.pk for item in plan(*map(str, range(33)), due_on="2026-12-07", assignees=[ann])]
    wish = actions.wish_to_shift(campaign, pks, 1)
    seal = impact.preview(wish).seal
    actions.move(wish, by=mara, confirm="all", seen=seal)

    outbox.dispatch()

    [sent] = mail.outbox
    assert sent.to == [ann.email]
    assert (sent.body.count("→"), "and 3 more" in sent.body) == (30, True)
    assert "and 3 more" in sent.alternatives[0][0]
