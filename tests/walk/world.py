"""The world that is walked: two workspaces, three campaigns, a row of everything in each.

`things[noun][kind]` is the row that a factory puts into an address. Kinds: *own* (in the spring
campaign of the first workspace), *mine* (the reader's own, by their name), *mate* (a colleague's
of the reader's partner), *higher* (of somebody above), *sibling* (in the autumn campaign),
*foreign* (in the other workspace), *deleted*.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from campaigns.brief import actions as brief
from campaigns.brief.actions import sharing
from campaigns.brief.visitors import LINKS
from teams.actions import tokens
from teams.middleware import LAST_WORKSPACE
from teams.models import Partner
from teams.policies import token_scopes
from teams.readers import Viewer
from tests import furniture
from tests.walk import actors, planting
from tests.walk.actors import INSIDE, Actor
from tests.walk.canaries import Aviary
from workspace.kernel import clock, scope

# Which guests and viewers meet a person; the others take part in the spring campaign alone.
SEEN_OUTSIDE = {"other": set(), "left": set()}
# What lets a campaign be planned.
READY = {"objective": "To be walked.", "starts_on": date(2026, 1, 1), "ends_on": date(2090, 12, 31)}
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class World:
    """`actors` by name, `things` by noun and kind, and the canaries planted in them."""

    def __init__(self):
        self.aviary = Aviary()
        self.actors = {}
        self.things = defaultdict(dict)
        self.secrets = defaultdict(dict)
        with scope.everything(because="the walk's world has two workspaces"):
            self.build()

    def plant(self, label, seen_by):
        return self.aviary.plant(label, seen_by)

    def build(self):
        self.acme = furniture.workspace("acme")
        self.rival = furniture.workspace("rival")
        self.hire()
        self.begin_campaigns()
        self.take_part()
        planting.plant_all(self)
        self.hand_out_keys()

    # People -------------------------------------------------------------------------------

    def hire(self):
        people = furniture.People(self.acme)
        self.agency, self.printer = (
            Partner.objects.create(workspace=self.acme, name=name)
            for name in (
                self.plant("partner's name", (*INSIDE, "guest", "ended")),
                self.plant("another partner's name", (*INSIDE, "other")),
            )
        )
        partners = {"guest": self.agency, "ended": self.agency, "other": self.printer}
        for name in (*actors.TEAM, "guest", "ended", "other", "left"):
            role = {"ended": "guest", "other": "guest", "left": "member"}.get(name, name)
            self.actors[name] = self.person(people, name, role, partner=partners.get(name))
        self.mate = people("guest", name="Mate", partner=self.agency)
        self.clerk = people("member", name="Clerk", sees_leads=True)
        strangers = furniture.People(self.rival)
        self.actors["stranger"] = self.person(strangers, "stranger", "owner")
        for name in ("viewer", "lapsed", "reading", "people", "nobody"):
            self.actors[name] = Actor(name)

    def person(self, people, name, role, partner=None):
        """A member whose name and mail are canaries: the team knows both, guests some names."""
        if name == "stranger":
            names, mails = {name}, {name}
        else:
            mails = {*INSIDE, name, *({"reading", "people"} if name == "owner" else ())}
            names = mails | SEEN_OUTSIDE.get(name, {"guest", "viewer"})
        member = people(role, name=self.plant(f"name of {name}", names), partner=partner)
        member.email = f"{self.plant(f'mail of {name}', mails)}@{people.workspace.slug}.example"
        member.save(update_fields=["email"])
        member.user.email = member.email
        member.user.save(update_fields=["email"])
        member.user.emailaddress_set.update(email=member.email)
        return Actor(name, member)

    def member(self, name):
        return self.actors[name].member

    def readers(self):
        """Everybody who reads something of the first workspace, by name."""
        names = (*actors.TEAM, "guest", "ended", "other")
        viewer = Viewer("viewer", self.acme, self.acme.pk, self.spring.pk, 0)
        return {name: self.member(name) for name in names} | {"viewer": viewer}

    def readers_by_mail(self):
        """Who may find what a mail holds, by the address that it is sent to."""
        also = {self.mate.email: "guest", self.clerk.email: "member"}
        return also | {
            actor.email: actor.name for actor in reversed(self.actors.values()) if actor.email
        }

    # Campaigns ----------------------------------------------------------------------------

    def begin_campaigns(self):
        by = self.clerk
        everyone = (*INSIDE, "guest", "viewer")
        self.spring = furniture.campaign(
            self.acme, by=by, key="SPRING", name=self.plant("campaign's name", everyone)
        )
        self.autumn = furniture.campaign(
            self.acme,
            by=by,
            key="AUTUMN",
            name=self.plant("another campaign's name", (*INSIDE, "other")),
        )
        self.owned = furniture.campaign(
            self.acme, by=self.member("member"), key="OWNED", name="The member's own"
        )
        self.outside = furniture.campaign(
            self.rival,
            by=self.member("stranger"),
            key="RIVAL",
            name=self.plant("another workspace's campaign", ("stranger",)),
        )
        self.things["campaign"] = {
            "own": self.spring,
            "sibling": self.autumn,
            "foreign": self.outside,
            "elsewhere": self.outside,
            "mine": {"member": self.owned},
        }

        for campaign, owner in (
            *((each, by) for each in (self.spring, self.autumn, self.owned)),
            (self.outside, self.member("stranger")),
        ):
            brief.edit(campaign, by=owner, version=1, **READY)
            campaign.refresh_from_db()

    def take_part(self):
        today = furniture.today()
        month = today + timedelta(days=30)
        for campaign, member, until in (
            (self.spring, self.member("guest"), month),
            (self.spring, self.mate, month),
            (self.spring, self.member("ended"), today - timedelta(days=2)),
            (self.autumn, self.member("other"), month),
        ):
            self.things["participation", campaign.key][member.pk] = furniture.grant(
                campaign, member, until
            )

    # Ways in ------------------------------------------------------------------------------

    def hand_out_keys(self):
        for actor in self.actors.values():
            if actor.member:
                actor.session = session_of(actor.member.user, actor.member.workspace)
                actor.secret = self.token(actor.member, token_scopes())
                actor.scopes = frozenset(token_scopes())
        for name, scopes in (
            ("reading", {each for each in token_scopes() if each.endswith(":read")}),
            ("people", {each for each in token_scopes() if each.startswith("people:")}),
        ):
            self.actors[name].member = self.member("owner")
            self.actors[name].secret = self.token(self.member("owner"), scopes)
            self.actors[name].scopes = frozenset(scopes)
        for name in ("viewer", "lapsed"):
            self.actors[name].session = self.session_by_link(name)
        self.actors["viewer"].campaign_id = self.spring.pk
        left = self.member("left")
        type(left).objects.filter(pk=left.pk).update(state="left", left_at=clock.now())

    def token(self, member, scopes):
        made, secret = tokens.make(by=member, name="walk", scopes=scopes)
        type(made).objects.filter(pk=made.pk).update(last_used_at=clock.now())
        return secret

    def session_by_link(self, name):
        link, _secret = sharing.share(self.spring, by=self.member("manager"), name=name, days=30)
        if name == "lapsed":
            sharing.revoke(link, by=self.member("manager"))
        session = SessionStore()
        session[LINKS] = {str(self.spring.pk): link.pk}
        session.create()
        return session.session_key


def session_of(user, workspace):
    """Of somebody who was in their workspace before: no walk writes down that they are."""
    session = SessionStore()
    session[LAST_WORKSPACE] = workspace.slug
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key
