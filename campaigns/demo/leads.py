"""The leads of a story's campaign: who came in, from where, and what sales made of them.

People and companies are invented; all their addresses end in `.example`.
"""

import random
from datetime import timedelta

from django.utils import timezone

from campaigns.journey.models import Touchpoint
from campaigns.leads.actions import bringing, deciding, quoting
from campaigns.leads.models import Lead, RejectionReason
from workspace.kernel import clock
from workspace.kernel.numbers import MILLION


def listed(text):
    return [word.strip() for word in text.split("|")]


MANY = 60
SPAN = timedelta(days=90)
# So many came in just now, and most of what came in just now waits for sales.
LATELY, RECENT = 12, timedelta(hours=60)
FIRST = listed("""Erin|Jonas|Nadia|Marek|Ines|Tobias|Agnieszka|Pierre|Sofia|Lars|Yasmin|Henrik|
    Chiara|Oskar|Fatima|Ruben|Katja|Emil|Leonie|Piotr|Astrid|Mateo|Greta|Ivo""")
LAST = listed("""Rask|Brandt|Haddad|Kowalczyk|Moreau|Lindgren|Weiß|Petersen|Novak|Ferrari|Okonkwo|
    Jansen|Schuster|Virtanen|Dubois|Krüger|Silva|Hartmann|Nowak|Bauer|Olsen|Keller""")
COMPANIES = listed("""Kühlhaus Brandt|Polarfrisch Logistik|Nordhafen Spedition|Baltic Cold Stores|
    Transvia Freight|Hagen Lagerhaus|Frostline Foods|Delta Pharma Logistics|
    Østfold Transport|Lindgren Fisk|Moreau Entrepôts|Alpen Fracht|Weser Umschlag|
    Kowalczyk Magazyny|Vento Trasporti|Blauwal Seafood""")
CHINESE = listed("""李芳|王磊|张敏|陈静|刘洋|赵倩|黄伟|周婷|吴强|徐丽""")
CHINESE_COMPANIES = listed("""云山冷链|江海物流|鼎盛仓储|东方医药供应链|长风货运""")
TITLES = listed("""Head of Warehousing|Logistics manager|Operations director|Cold-store manager|
    Purchasing|Managing director|Supply chain analyst|IT lead""")
NOTES = [
    "Uses spreadsheets today; wants to see the picking view.",
    "Budget is decided in the first quarter.",
    "Has two sites with 14,000 pallets together.",
    "Asked for a reference from a pharma customer.",
    "Call again after the trade fair.",
]
QUOTES = [
    ("price", "The licence is fine, but the setup costs as much as a forklift."),
    ("message", "I thought this was only for dairies until I talked to you."),
    ("competitor", "Our carrier gives us theirs for nothing."),
    ("product", "Without the link to our temperature loggers it stays a second system."),
    ("timing", "We move to the new hall in spring; nothing will change before."),
]
MEDIA = ("organic", "newsletter", "cpc", "paid-social", "referral", "event")


def lay_out(tale):
    """The beats of the leads of one campaign, from its going live to its end or today."""
    phases = {phase: tale.days.moment(day, 9, tale.owner) for phase, day in tale.script.phases}
    start = phases.get("live")
    if start is None or start > tale.now:
        return
    end = min(phases.get("closed", tale.now), tale.now)
    closes = phases.get("closed", end) < tale.now
    start = max(start + timedelta(hours=2), end - SPAN)
    chance = random.Random(f"leads:{tale.script.head['key']}:{tale.chance.random()}")
    for number in range(MANY):
        since = start if closes or number < MANY - LATELY else max(start, end - RECENT)
        begins = since + (end - since) * chance.random()
        Story(tale, chance, number, begins, closes=closes).lay_out(end)


class Story:
    """One lead, from its first touch to where it stands today.

    Of a campaign that `closes` sales has decided on all of them before, and puts none off.
    """

    def __init__(self, tale, chance, number, begins, *, closes=False):
        self.tale = tale
        self.chance = chance
        self.number = number
        self.begins = begins
        self.closes = closes
        self.rep = tale.cast["elena"]
        self.row = described(chance, number, chinese=tale.script.head["key"] == "CHINA")

    def lay_out(self, end):
        chance = self.chance
        moment = min(self.begins, end - timedelta(hours=3)) if self.closes else self.begins
        self.end = end
        self.at(moment, self.come_in)
        if chance.random() < 0.18:
            return
        moment += timedelta(hours=chance.randrange(3, 40))
        if self.closes:
            moment = min(moment, end - timedelta(hours=2))
        self.at(moment, self.promote)
        moment += timedelta(hours=chance.choice([1, 2, 3, 5, 8, 20, 30, 70]))
        if self.closes:
            moment = min(moment, end - timedelta(minutes=30))
        elif end - moment < RECENT and chance.random() < 0.8:
            return
        ways = {"accept": 52, "reject": 36, "recycle": 0 if self.closes else 12}
        decided = chance.choices([*ways], [*ways.values()])[0]
        self.at(moment, getattr(self, decided))
        if chance.random() < 0.25:
            self.at(moment + timedelta(minutes=4), self.note)
        if chance.random() < 0.2:
            self.at(moment + timedelta(minutes=9), self.quote)
        if decided == "accept":
            self.go_on(moment)

    def go_on(self, moment):
        """An accepted lead: qualified, an opportunity, won or lost, as far as time allows."""
        value = self.chance.randrange(8, 90) * 1_000 * MILLION
        steps = [("qualified", 0.65), ("opportunity", 0.7), ("end", 0.75)]
        for state, likely in steps:
            if self.chance.random() > likely:
                return
            moment += timedelta(days=self.chance.randrange(2, 9), hours=self.chance.randrange(8))
            if state == "end":
                state = self.chance.choices(["won", "lost"], [2, 1])[0]
            self.at(moment, self.advance(state, value))

    def at(self, moment, act):
        if moment <= self.end:
            self.tale.at(moment, act)

    # What happens

    def come_in(self):
        campaign = self.tale.campaign
        places = Touchpoint.objects.filter(campaign=campaign).order_by("pk")
        places = list(places.select_related("channel", "stage"))
        # Some touchpoints bring more than others.
        row = self.row | {"touchpoint": self.pick(places), "consent_at": clock.now()}
        source = self.chance_of_number(["form", "form", "file", "hubspot"])
        by = None if source == "form" else self.tale.owner
        outcome = bringing.bring(
            campaign, [row], by=by, source=source, via="form" if not by else ""
        )
        self.pk = outcome.new[0].pk

    def pick(self, places):
        if not places:
            return None
        return places[min(self.number % 7, self.number % 3 * 2, len(places) - 1)]

    def chance_of_number(self, options):
        return options[self.number % len(options)]

    @property
    def lead(self):
        return Lead.objects.get(pk=self.pk)

    def promote(self):
        deciding.promote(self.lead, by=self.tale.owner)

    def accept(self):
        deciding.accept(self.lead, by=self.rep)

    def reject(self):
        reasons = list(RejectionReason.objects.order_by("position", "pk")[:8])
        weighted = [*reasons, *reasons[:3], *reasons[:2]]
        deciding.reject(self.lead, by=self.rep, reason=weighted[self.number % len(weighted)])

    def recycle(self):
        on = timezone.localdate() + timedelta(days=10 + self.number % 40)
        deciding.recycle(self.lead, by=self.rep, on=on)

    def note(self):
        deciding.note(self.lead, by=self.rep, body=NOTES[self.number % len(NOTES)])

    def quote(self):
        theme, words = QUOTES[self.number % len(QUOTES)]
        quoting.quote(self.lead, by=self.rep, body=words, theme=theme)

    def advance(self, state, value):
        def act():
            money = {"value": value, "currency": "EUR"} if state == "opportunity" else {}
            deciding.advance(self.lead, state, by=self.rep, **money)

        return act


def described(chance, number, *, chinese=False):
    """A lead as a row: who it is, what it agreed to, and the tags of its link."""
    if chinese:
        name, company = chance.choice(CHINESE), chance.choice(CHINESE_COMPANIES)
        host, local = f"kunde{CHINESE_COMPANIES.index(company) + 1}", f"contact{number}"
    else:
        first, last = chance.choice(FIRST), chance.choice(LAST)
        name, company = f"{first} {last}", chance.choice(COMPANIES)
        host, local = plain(company), f"{plain(first)}.{plain(last)}"
    # Now and then somebody comes in a second time.
    again = chance.random() < 0.06
    digits = 2_345_000 + number % 7 if again else chance.randrange(3_000_000, 9_999_999)
    return {
        "name": name,
        "company": company,
        "title": chance.choice(TITLES),
        "email": f"{local}@{host}.example" if chance.random() < 0.95 else "",
        "phone": f"+49 40 {digits}" if chance.random() < 0.6 else "",
        "country": "China"
        if chinese
        else chance.choice(["Germany", "Denmark", "Poland", "France"]),
        "consent": "Newsletter and calls, form on the website",
        "utm": {"source": "website", "medium": chance.choice(MEDIA)},
        "touches": [
            (None, chance.choice(["Read the guide", "Came to the webinar", "Asked for a demo"]))
        ],
    }


def plain(text):
    letters = (
        text.casefold().replace("ß", "ss").replace("ø", "o").replace("ü", "u").replace("ô", "o")
    )
    return "".join(char for char in letters if char.isascii() and char.isalnum())


def many(campaign, chance, *, by, number=MANY):
    """Leads for a campaign of any size: nobody needs to believe them, but all states are there."""
    now = clock.now()
    places = list(Touchpoint.objects.filter(campaign=campaign).select_related("channel"))
    states = [state.value for state in Lead.State if state not in ("rejected", "recycled")]
    rows = [
        described(chance, each)
        | {
            "external_id": f"{campaign.key}-{each}",
            "created_at": now - timedelta(days=chance.randrange(1, 90)),
            "state": states[each % len(states)],
            "touchpoint": chance.choice(places) if places else None,
        }
        for each in range(number)
    ]
    return bringing.bring(campaign, rows, by=by, source="file")
