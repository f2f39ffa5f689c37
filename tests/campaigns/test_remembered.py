"""What a process remembers of a workspace is what a fresh one reads, whatever was changed.

Each change is made after everything was shown once. See the table in `docs/architecture.md`.
"""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from campaigns.brief.actions import inviting
from campaigns.insights import radar_queries
from campaigns.metrics.actions import defining
from campaigns.metrics.queries import dictionary
from campaigns.plan import actions, cards, vocabulary, windows, working
from campaigns.plan.actions import vocabulary as words
from campaigns.plan.filters import Filters
from campaigns.plan.models import Channel, Item, Stage
from campaigns.plan.views import frame
from teams.actions import accounts, calendars, groups, invitations, members
from teams.models import Invitation, Member, Partner, Team
from tests import furniture
from tests.forgetting import forget
from workspace.kernel import clock


def fields_of(row):
    return {name: value for name, value in vars(row).items() if name[0] != "_"}


def words_of(reader, campaign, revision):
    known = vocabulary.known_to(reader, campaign, revision)
    lists = known.channels, known.stages, known.teams, known.labels
    return [[fields_of(row) for row in rows] for rows in lists]


def rows_by_id(reader, campaign, revision):
    known = vocabulary.by_id(reader.workspace)
    return {kind: {pk: fields_of(row) for pk, row in rows.items()} for kind, rows in known.items()}


def people_offered(reader, campaign, revision):
    return [fields_of(row) for row in vocabulary.people_of(campaign, reader, revision)]


def grouped(reader, campaign, revision):
    return [
        (by, group.key, group.label, group.count)
        for by in ("team", "channel", "stage", "assignee")
        for group in windows.grouped(campaign, revision, Filters(group=by), reader, each=5)
    ]


def cards_drawn(reader, campaign, revision):
    pairs = Item.objects.filter(campaign=campaign).values_list("pk", "face")
    return cards.draw(list(pairs), reader, "board")


def filter_bar(reader, campaign, revision):
    known = vocabulary.known_to(reader, campaign, revision)
    people = vocabulary.people_of(campaign, reader, revision)
    return frame.filter_form(campaign, Filters(), known, people, reader.workspace)


def working_days(reader, campaign, revision):
    found = working.calendars(reader.workspace)
    return found.days, found.people


def partners(reader, campaign, revision):
    return [fields_of(row) for row in radar_queries.partners_of(reader.workspace).values()]


def metrics(reader, campaign, revision):
    return [fields_of(row) for row in dictionary.defined_in(reader.workspace).values()]


STORES = [
    words_of,
    rows_by_id,
    people_offered,
    grouped,
    cards_drawn,
    filter_bar,
    working_days,
    partners,
    metrics,
]


class Company:
    """A workspace with one of everything, and who changes it."""

    def __init__(self, campaign, person):
        self.campaign, self.workspace, self.by = campaign, campaign.workspace, person("owner")
        self.reader, self.guest = person("manager"), person("guest")
        inviting.admit(campaign, self.guest, by=self.by, until=date(2090, 1, 1))
        furniture.furnish(campaign, person, 1)
        self.item = Item.objects.get()
        self.colleague = person("member")
        groups.add_team(by=self.by, name="Spare")
        groups.add_partner(by=self.by, name="Agency")
        self.invited = self.invite("invited@new.example")
        self.name = members.add_name(by=self.by, name="Name")
        actions.label_named(self.workspace.pk, "spare", by=self.by)
        words.add_channel(self.workspace.pk, by=self.by, name="Spare")
        words.add_stage(self.workspace.pk, by=self.by, name="Spare")
        self.metric = defining.add(self.workspace.pk, by=self.by, name="Visits", key="visits")

    def invite(self, email, **ways):
        return invitations.invite(self.workspace.pk, by=self.by, email=email, **ways)

    def spare(self, model):
        return model.objects.get(name__iexact="spare")

    def invitation(self):
        return Invitation.objects.unanswered().get(member=self.invited)

    def changed(self, row, edit=members.edit, **values):
        row.refresh_from_db()
        edit(row, by=self.by, version=row.version, **values)


DAY = date(2027, 1, 4)
CHANGES = {
    "a team comes": lambda it: groups.add_team(by=it.by, name="New"),
    "a team gets work": lambda it: actions.edit(
        it.item, by=it.by, version=it.item.version, team=groups.add_team(by=it.by, name="New")
    ),
    "a team is renamed": lambda it: it.changed(it.spare(Team), groups.edit, name="New"),
    "a team goes": lambda it: groups.dissolve(it.spare(Team), by=it.by),
    "a partner comes": lambda it: groups.add_partner(by=it.by, name="New"),
    "a partner is renamed": lambda it: it.changed(Partner.objects.get(), groups.edit, name="New"),
    "a partner goes": lambda it: groups.dissolve(Partner.objects.get(), by=it.by),
    "a name comes": lambda it: members.add_name(by=it.by, name="New"),
    "somebody is invited": lambda it: it.invite("new@new.example"),
    "an invitation changes": lambda it: it.invite("invited@new.example", role="admin"),
    "an invitation is withdrawn": lambda it: invitations.withdraw(it.invitation(), by=it.by),
    "somebody comes in": lambda it: invitations.accept_as_new(
        it.invitation(), name="New", password="a difference engine"
    ),
    "a role changes": lambda it: it.changed(it.colleague, role="sales"),
    "a job title changes": lambda it: it.changed(it.colleague, title="New"),
    "a person's team changes": lambda it: it.changed(it.colleague, team=it.spare(Team)),
    "somebody takes another name": lambda it: accounts.edit_profile(it.colleague.user, name="New"),
    "somebody leaves": lambda it: it.changed(it.colleague, members.remove),
    "a week changes": lambda it: it.changed(it.workspace, calendars.set_week, mask=7),
    "a holiday comes": lambda it: calendars.add_holidays(by=it.by, days=[(DAY, "New", False)]),
    "somebody works less": lambda it: it.changed(it.colleague, calendars.set_time, working_days=3),
    "a channel comes": lambda it: words.add_channel(it.workspace.pk, by=it.by, name="New"),
    "a channel is renamed": lambda it: it.changed(it.spare(Channel), words.edit, name="New"),
    "a channel goes": lambda it: words.remove(it.spare(Channel), by=it.by),
    "a stage comes": lambda it: words.add_stage(it.workspace.pk, by=it.by, name="New"),
    "a stage goes": lambda it: words.remove(it.spare(Stage), by=it.by),
    "a label comes": lambda it: actions.label_named(it.workspace.pk, "New", by=it.by),
    "a metric changes": lambda it: it.changed(it.metric, defining.edit, name="New"),
}


def seen(reader, campaign):
    """What every store tells a reader whose request begins now."""
    reader = Member.objects.select_related("workspace").get(pk=reader.pk)
    campaign = type(campaign).objects.select_related("workspace").get(pk=campaign.pk)
    revision = windows.revision_of(campaign)[1]
    return {store.__name__: store(reader, campaign, revision) for store in STORES}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_remembered_is_what_is_read_anew(campaign, person, change):
    company = Company(campaign, person)
    readers = company.reader, company.guest
    before = [seen(reader, campaign) for reader in readers]

    CHANGES[change](company)
    remembered = [seen(reader, campaign) for reader in readers]
    forget()
    fresh = [seen(reader, campaign) for reader in readers]

    assert remembered == fresh
    assert fresh != before


def test_a_guest_is_offered_no_more_once_their_last_day_has_ended_where_the_workspace_is(
    campaign, person
):
    reader, guest = person("member"), person("guest")
    furniture.grant(campaign, guest, until=date(2026, 12, 1))

    def offered(hour, minute):
        with (
            clock.at(datetime(2026, 12, 1, hour, minute, tzinfo=UTC)),
            timezone.override("America/New_York"),
            clock.of_no_workspace(),
        ):
            clock.keep_time_of(reader.workspace)
            return guest in vocabulary.people_of(campaign, reader, 1)

    # Midnight in Berlin, where the workspace is; the evening of the 1st in New York.
    assert (offered(22, 50), offered(23, 10)) == (True, False)
