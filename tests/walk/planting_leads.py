"""Leads of the walk's world, with a canary in everything that says who one is.

Who sees leads hears them; members, who see leads masked, guests and everybody else never do.
"""

from django.core.files.base import ContentFile

from campaigns.leads.actions import bringing, forms, looking, merging
from campaigns.leads.imports import actions as imports
from workspace.kernel import scope

SEEING = ("owner", "admin", "manager", "sales", "reading")


def plant_leads(world):
    for name in ("owner", "admin", "manager", "member", "sales"):
        with scope.of(world.acme.pk):
            plant_mine(world, name, world.member(name))
    for campaign, kind, by, seeing in (
        (world.spring, "own", world.member("manager"), SEEING),
        (world.autumn, "sibling", world.member("manager"), SEEING),
        (world.outside, "foreign", world.member("stranger"), ("stranger",)),
    ):
        with scope.of(campaign.workspace_id):
            plant(world, campaign, kind, by, seeing)


def plant(world, campaign, kind, by, seeing):
    things = world.things
    first, twin, gone = (
        bringing.bring(
            campaign, [row(world, f"{which} lead, {kind}", seeing)], by=by, source="file"
        ).new[0]
        for which in ("a", "another", "a merged")
    )
    things["lead"][kind] = first
    things["other lead"][kind] = twin
    things["merge"][kind] = merging.merge(first, gone, by=by, take=["title", "name"])
    first.refresh_from_db()
    reading_logs = set(seeing) & {"owner", "admin", "reading", "stranger"}
    reason = world.plant(f"reason of an erasure, {kind}", reading_logs)
    looking.erased(gone, by=by, reason=reason)
    everyone = ("owner", "admin", "manager", "member", "reading") if seeing == SEEING else seeing
    name = world.plant(f"name of a form, {kind}", (*everyone, *seeing))
    things["lead form"][kind] = forms.make(campaign, by=by, name=name)
    chosen_by = world.clerk if kind == "own" else by
    things["lead import"][kind] = looked_at(world, campaign, kind, chosen_by, seeing)


def plant_mine(world, name, member):
    """A file of leads that they chose: read by them and by who sees leads."""
    mine = looked_at(world, world.spring, f"of {name}", member, (*SEEING, name))
    world.things["lead import"].setdefault("mine", {})[name] = mine


def looked_at(world, campaign, kind, by, seen_by):
    name = world.plant(f"name of a file of leads, {kind}", seen_by)
    who = world.plant(f"name in a file of leads, {kind}", seen_by)
    upload = ContentFile(f"Name,Status\n{who},MQL\n".encode(), name=f"{name}.csv")
    return imports.start(campaign, by=by, upload=upload)


def row(world, which, seeing):
    def sung(field):
        return world.plant(f"{field} of {which}", seeing)

    return {
        "external_id": sung("id"),
        "name": f"Zoë {sung('name')}",
        "company": f"The {sung('company')}",
        "title": "Head of Fleet",
        "email": f"{sung('mail')}@{sung('domain of the mail')}.example",
        "phone": f"+49 30 555 01 99 {sung('phone')}",
        "consent": f"Said {sung('consent')}",
        "utm": {"source": "linkedin", "id": sung("utm_id")},
        "notes": [f"Likes tea, {sung('note')}"],
        "touches": [(None, "Came to the fair")],
    }
