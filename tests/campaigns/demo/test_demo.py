"""The demo workspace is loaded once for this file and rolled back after it."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from campaigns.brief.models import Campaign
from campaigns.demo import company, loading, scripts
from campaigns.demo.telling import Tale
from campaigns.history import queries
from campaigns.history.models import Baseline
from campaigns.leads.models import Lead
from campaigns.metrics.intake import waiting
from campaigns.plan import windows
from campaigns.plan.models import Attachment, Comment, Dependency, Item, Mention
from teams.models import Member
from workspace.kernel import clock, scope
from workspace.kernel.outbox.models import Effect
from workspace.kernel.streams.models import Event

# One worker, so that the demo is made once. Other databases load plans of any size (`test_sizes`).
pytestmark = [pytest.mark.django_db, pytest.mark.alike, pytest.mark.xdist_group("demo")]
FAST = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), FAST, files, transaction.atomic():
        made = loading.load(seed=1)
        with scope.of(made.workspace.pk):
            yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _inside(loaded):
    """Fixtures of other scopes enter their own scope; each test runs in the demo's."""
    with scope.of(loaded.workspace.pk):
        yield


def test_six_campaigns_stand_in_all_phases(loaded):
    phases = sorted(Campaign.objects.values_list("phase", flat=True))

    assert phases == ["closed", "draft", "live", "live", "live", "planned"]


def test_about_four_hundred_items_with_dependencies_and_talk(loaded):
    assert 390 <= Item.objects.kept().count() <= 420
    assert Dependency.objects.count() >= 100
    assert Comment.objects.filter(team_only=True).count() >= 5
    assert Comment.objects.count() >= 120
    assert Attachment.objects.count() >= 8


def test_eight_people_of_many_functions_and_two_agencies_work_in_it(loaded):
    people = Member.objects.active()

    assert people.exclude(role="guest").count() >= 8
    functions = set(people.exclude(team=None).values_list("team__function", flat=True))
    agencies = set(people.filter(role="guest").values_list("partner__name", flat=True))
    assert len(functions) >= 7
    assert agencies == {"Studio Havel", "Parkway Media"}


def test_live_campaigns_have_leads_in_all_states_with_what_led_there(loaded):
    live = Campaign.objects.filter(phase="live")
    counts = [each.leads.count() for each in live]

    states = set(Lead.objects.values_list("state", flat=True))
    assert min(counts) >= 40
    assert max(counts) <= 60
    assert states == set(Lead.State.values)
    assert 8 <= Lead.objects.waiting().count() <= 40
    assert not Lead.objects.exclude(email="").exclude(email__endswith=".example").exists()
    assert not Lead.objects.filter(touchpoint=None, campaign__in=live).exists()


def test_numbers_of_a_campaign_that_nobody_has_matched_wait(loaded):
    [waits] = waiting.queue()

    assert (waits.tool, waits.name, waits.rows) == ("Google Ads", "Brand | Nordlicht, exact", 42)


def test_the_closed_campaign_has_nothing_left_to_do(loaded):
    closed = Campaign.objects.get(phase="closed")

    assert closed.items.unfinished().count() == 0
    states = set(closed.leads.values_list("state", flat=True))
    assert states & {"accepted", "rejected", "won"}
    assert not states & {"mql", "recycled"}


def test_history_is_told_in_order_and_ends_now(loaded):
    for campaign in loaded.campaigns:
        moments = list(
            Event.objects.filter(stream__kind="campaign", stream__of=campaign.pk)
            .order_by("revision", "position")
            .values_list("at", flat=True)
        )

        assert all(earlier <= later for earlier, later in pairwise(moments))
        assert moments[-1] <= clock.now()


def test_history_is_spread_over_months(loaded):
    first = Event.objects.earliest("at").at
    months = {event.strftime("%Y-%m") for event in Event.objects.values_list("at", flat=True)}

    assert clock.now() - first > timedelta(days=365)
    assert len(months) >= 10


@pytest.mark.parametrize("alias", company.KINDS_OF_USER)
def test_everybody_shown_has_work_this_fortnight(loaded, alias):
    soon = timezone.localdate() + timedelta(days=14)

    mine = Item.objects.kept().unfinished().assigned_to(loaded.cast[alias])

    assert mine.filter(due_on__lte=soon).exists()


def test_the_day_is_alive(loaded):
    today = timezone.localdate()
    open_items = Item.objects.kept().unfinished()

    assert open_items.overdue().exists()
    assert open_items.held().exists()
    assert open_items.filter(due_on__gt=today, due_on__lte=today + timedelta(days=7)).exists()
    assert Mention.objects.filter(settled_at=None).exists()


def test_nothing_begins_before_what_it_waits_for_ends(loaded):
    started = Dependency.objects.filter(item__status__in=["doing", "review", "done"])

    assert started.exclude(waits_for__status="done").count() == 0


def test_an_agency_sees_its_campaigns_and_no_team_talk(loaded):
    lucie = loaded.cast["lucie"]

    keys = set(Campaign.objects.visible_to(lucie).values_list("key", flat=True))

    assert keys == {"COLD", "FAIR", "CHINA", "NORDICS"}
    assert Comment.objects.visible_to(lucie).filter(team_only=True).count() == 0


def test_nobody_gets_mail_about_what_happened_long_ago(loaded):
    assert Effect.objects.exclude(state="done").count() == 0


def test_the_same_seed_tells_the_same_story(loaded):
    def moments(seed):
        script = scripts.scripts()[0]
        tale = Tale(script, loaded.cast, seed=seed, now=clock.now().replace(hour=12))
        tale.lay_out()
        return [moment for moment, _number, _act in tale.beats]

    assert moments(1) == moments(1)
    assert moments(1) != moments(2)


def test_a_later_start_shows_the_accounts_and_loads_nothing(loaded, capsys):
    call_command("demo", "--first-run")

    said = capsys.readouterr().out
    assert "katrin@nordlicht.example" in said
    assert "Loading" not in said


def test_the_demo_is_not_loaded_twice(loaded):
    with pytest.raises(CommandError, match="There is a workspace nordlicht"):
        call_command("demo")


def test_a_public_address_gets_no_known_password(settings, loaded):
    settings.PUBLIC_URL = "https://plans.example.com"

    with pytest.raises(CommandError, match="public"):
        call_command("demo", "--workspace", "second")


def test_plans_that_were_agreed_can_be_compared_with_what_became_of_them(loaded):
    found = [compared(agreed, loaded.cast["amara"]) for agreed in Baseline.objects.all()]

    assert sum(len(each.slipped) for each in found) >= 8
    assert len({why for each in found for why, _items, _days in each.by_reason() if why}) >= 4


def compared(baseline, reader):
    stream, newest = windows.revision_of(baseline.campaign)
    return queries.compared(stream, baseline.revision, newest, reader)
