"""Nordlicht Software: a maker of warehouse software in Hamburg, and who works with it."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from campaigns.plan.actions import vocabulary
from teams import public_holidays
from teams.actions import accounts, calendars, groups, invitations, members, workspaces
from teams.models import Invitation, User
from workspace.kernel import clock

SLUG = "nordlicht"
NAME = "Nordlicht Software"
PASSWORD = "nordlicht-demo-2026"
ZONE = "Europe/Berlin"

TEAMS = [
    ("Demand generation", "inbound"),
    ("Web and content", "creative"),
    ("Product marketing", "product_marketing"),
    ("Field and events", "events"),
    ("China marketing", "outbound"),
    ("Sales", "sales"),
    ("Customer success", "customer_service"),
    ("Marketing operations", "operations"),
    ("Finance", "finance"),
]
PARTNERS = [("Studio Havel", "agency"), ("Parkway Media", "agency")]
CHANNELS = [
    ("Podcast", "inbound", "online", "podcast"),
    ("WeChat", "inbound", "online", "smartphone"),
    ("Trade fair", "outbound", "offline", "store"),
    ("Partner", "inbound", "offline", "handshake"),
]


@dataclass(frozen=True)
class Person:
    """Somebody in the story; `state` is what became of their invitation."""

    alias: str
    name: str
    title: str
    role: str
    group: str = ""
    language: str = "en"
    zone: str = ZONE
    state: str = "active"

    @property
    def email(self):
        return f"{self.alias}@{DOMAINS.get(self.group, 'nordlicht.example')}"


DOMAINS = {"Studio Havel": "studio-havel.example", "Parkway Media": "parkway.example"}
SHANGHAI = {"language": "zh-hans", "zone": "Asia/Shanghai"}
PEOPLE = [
    Person("katrin", "Katrin Albers", "Chief marketing officer", "owner"),
    Person("tomasz", "Tomasz Zieliński", "Marketing operations", "admin", "Marketing operations"),
    Person("amara", "Amara Okafor", "Head of demand generation", "manager", "Demand generation"),
    Person("jonas", "Jonas Lindqvist", "Performance marketer", "member", "Demand generation"),
    Person("priya", "Priya Raman", "Product and content marketer", "member", "Product marketing"),
    Person("markus", "Markus Weidner", "Field and event marketer", "member", "Field and events"),
    Person("siyuan", "陈思远", "中国区市场负责人", "member", "China marketing", **SHANGHAI),
    Person("elena", "Elena Rossi", "Sales lead", "sales", "Sales"),
    Person(
        "lucie", "Lucie Nováková", "Art director", "guest", "Studio Havel", zone="Europe/Prague"
    ),
    Person(
        "ondrej", "Ondřej Marek", "Motion designer", "guest", "Studio Havel", zone="Europe/Prague"
    ),
    Person(
        "daniel",
        "Daniel Whitcombe",
        "Media planner",
        "guest",
        "Parkway Media",
        zone="Europe/London",
    ),
    Person("birgit", "Birgit Hoffmann", "Customer success", "member", "Customer success"),
    Person("henrik", "Henrik Sørensen", "Controller", "member", "Finance", state="name"),
    Person("yusuf", "Yusuf Demir", "Inside sales", "sales", "Sales", state="invited"),
]
# Who works fewer hours, or fewer days: (alias, hours a week, working days).
HOURS = [("priya", 32, 0b0001111), ("birgit", 20, None), ("henrik", 10, 0b0000111)]
HOLIDAYS = [("siyuan", "CN")]  # who has those of another country
# Who is away: (alias, first and last day counted from today, why).
AWAY = [
    ("jonas", 9, 15, "Skiing with the family"),
    ("amara", 24, 28, ""),
    ("markus", 2, 3, "Moving house"),
    ("siyuan", 36, 40, "回家"),
]
KINDS_OF_USER = ["katrin", "tomasz", "amara", "jonas", "siyuan", "elena", "lucie"]


def person(alias):
    return next(person for person in PEOPLE if person.alias == alias)


def found(slug=SLUG, name=NAME):
    """Make the workspace with its owner; return the owner's membership."""
    owner = person("katrin")
    user = User.objects.filter(email=owner.email).first() or accounts.store(
        accounts.prepare(owner.email, name=owner.name, password=PASSWORD, language=owner.language)
    )
    return workspaces.found(user=user, name=name, time_zone=ZONE, slug=slug)


def bring_everybody(owner):
    """Teams, partners, people and channels; return {alias: member}."""
    named = {name: groups.add_team(by=owner, name=name, function=kind) for name, kind in TEAMS}
    named |= {name: groups.add_partner(by=owner, name=name, kind=kind) for name, kind in PARTNERS}
    lay_words(owner)
    cast = {"katrin": owner}
    for each in PEOPLE[1:]:
        with clock.at(clock.now() + timedelta(hours=3, minutes=7 * len(cast))):
            cast[each.alias] = bring(each, named.get(each.group), by=owner)
    cast["katrin"] = members.edit(owner, by=owner, version=owner.version, title=PEOPLE[0].title)
    return cast


def bring(each, group, *, by):
    """Let one person in, as far as the story says they came."""
    belongs = {"partner": group} if each.role == "guest" else {"team": group}
    if each.state == "name":
        member = members.add_name(by=by, name=each.name, **belongs)
    else:
        member = invitations.invite(
            by.workspace_id, by=by, email=each.email, name=each.name, role=each.role, **belongs
        )
    if each.state == "active":
        member = come_in(each, member, by=by)
    return members.edit(member, by=by, version=member.version, title=each.title)


def come_in(each, member, *, by):
    invitation = Invitation.objects.unanswered().get(member=member)
    if user := User.objects.filter(email=each.email).first():
        member = invitations.accept(invitation, user=user)
    else:
        member = invitations.accept(invitation, user=account_like(by.user, each))
    return member


def account_like(user, each):
    """An account with the password of `user`, whose hash is slow to make and known to all."""
    return accounts.store(
        User(
            email=each.email,
            name=each.name,
            password=user.password,
            language=each.language,
            time_zone=each.zone,
        )
    )


def plan_time(owner, cast):
    """The holidays of Hamburg, who works less, who has other holidays, and who is away soon."""
    today = timezone.localdate()
    days = public_holidays.days_of("DE", "HH", today.year - 1, today.year + 1)
    calendars.add_holidays(by=owner, days=days)
    for alias, hours, mask in HOURS:
        calendars.set_time(
            cast[alias],
            by=owner,
            version=cast[alias].version,
            weekly_hours=Decimal(hours),
            working_days=mask,
        )
    for alias, country in HOLIDAYS:
        member = cast[alias]
        calendars.set_time(member, by=owner, version=member.version, holiday_country=country)
    for alias, first, last, note in AWAY:
        first_on, last_on = (today + timedelta(days=number) for number in (first, last))
        calendars.add_time_off(
            cast[alias], by=cast[alias], first_on=first_on, last_on=last_on, note=note
        )


def lay_words(owner):
    """The channels that the stories use beside those a workspace begins with."""
    for name, direction, medium, icon in CHANNELS:
        vocabulary.add_channel(
            owner.workspace_id,
            by=owner,
            name=name,
            direction=direction,
            medium=medium,
            icon=icon,
        )
