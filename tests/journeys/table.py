"""Lays the table that the journeys sit at: `python -m tests.journeys.table`, on a data folder.

A workspace `acme`, the campaign SPRING, one person of each kind, and a small plan; run in a
process of its own, because the browsers' process has no database. Who leaves, and who signs in with
a passkey from then on, are people that no other journey signs in as.
"""

import os

PASSWORD = "correct horse battery"
PEOPLE = {
    "owner": "Olga Owner",
    "manager": "Mara Manager",
    "member": "Max Member",
    "sales": "Sina Sales",
    "guest": "Gesa Guest",
    "leaver": "Lea Leaver",
    "keyholder": "Kai Keyholder",
}
ROLES = {"leaver": "member", "keyholder": "guest"}
TITLES = ["Brief", "Keyword list", "Landing page", "Announcement", "Customer story", "Price sheet"]


def address_of(role):
    return f"{role}@acme.example"


def lay():
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
    django.setup()
    from campaigns.metrics import standard
    from tests import furniture
    from workspace.kernel import scope

    with scope.everything(because="the journeys make their workspace"):
        workspace = furniture.workspace("acme")
    with scope.of(workspace.pk):
        people = {role: person(furniture, workspace, role) for role in PEOPLE}
        standard.furnish(workspace.pk)
        campaign = furniture.campaign(workspace, by=people["owner"])
        furniture.grant(campaign, people["guest"])
        fill(campaign, people)
        measure(campaign, people)
        let_leads_come(campaign, people["owner"])


def person(furniture, workspace, role):
    member = furniture.People(workspace)(ROLES.get(role, role), PEOPLE[role])
    email = address_of(role)
    member.user.emailaddress_set.update(email=email)
    type(member.user).objects.filter(pk=member.user.pk).update(email=email)
    type(member).objects.filter(pk=member.pk).update(email=email)
    return member


def fill(campaign, people):
    """Six named items to work with, and thirty that are done, so that there is something around."""
    from datetime import date

    from django.core.files.base import ContentFile

    from campaigns.metrics import standard
    from campaigns.patterns.actions import templates
    from campaigns.plan import actions
    from campaigns.plan.imports import actions as imports
    from campaigns.plan.models import Channel, Stage

    standard.furnish(campaign.workspace_id)
    for position, name in enumerate(("Awareness", "Purchase")):
        Stage.objects.create(workspace_id=campaign.workspace_id, name=name, position=position)
    mail = Channel.objects.create(
        workspace_id=campaign.workspace_id, name="E-mail", icon="mail", hue=4
    )
    for title in TITLES:
        actions.add(
            campaign, by=people["owner"], title=title, channel=mail, assignees=[people["member"]]
        )
    for number in range(30):
        actions.add(campaign, by=people["owner"], title=f"Done {number}", status="done")
    launch = date(2026, 12, 18)
    templates.save(campaign, by=people["owner"], name="Guide launch", launch=launch)
    rows = "Title,Status,Owner,Due\nCase study,Doing,Nora Neu,03/04/2027\n,Done,,05/06/2027\n"
    plan = ContentFile(rows.encode(), name="plan.csv")
    imports.start(campaign, by=people["owner"], upload=plan)


def measure(campaign, people):
    """A target of clicks, and a week of numbers."""
    from datetime import timedelta

    from django.utils import timezone

    from campaigns.metrics import queries, standard
    from campaigns.metrics.actions import Number, aiming, observe

    standard.furnish(campaign.workspace_id)
    today, by = timezone.localdate(), people["owner"]
    aiming.aim(
        campaign,
        by=by,
        metric=queries.defined()["clicks"],
        target=900_000_000,
        baseline=500_000_000,
        starts_on=today - timedelta(days=10),
        due_on=today + timedelta(days=20),
        owner=by,
    )
    rows = [
        Number(key, today - timedelta(days=ago), amount * 1_000_000, currency, campaign.pk)
        for ago in range(7)
        for key, amount, currency in (
            ("impressions", 900 + ago, ""),
            ("clicks", 30 + ago, ""),
            ("spend", 40 + ago, "EUR"),
        )
    ]
    observe(rows, by=by, source="form")


def let_leads_come(campaign, owner):
    """Leads in several states, all the owner's, so that nobody else's inbox is full of them.

    The first two may be one person; a third was merged into the first, a fourth was erased.
    """
    from datetime import timedelta

    from django.core.files.base import ContentFile

    from campaigns.leads.actions import bringing, deciding, erasing, forms, merging, ruling
    from campaigns.leads.imports import actions as imports
    from campaigns.leads.models import Lead, RejectionReason
    from workspace.kernel import clock

    ruling.furnish(campaign.workspace_id)
    place = campaign.touchpoints.order_by("pk").first()
    names = [
        "Erin Rask",
        "E. Rask",
        "Erin R.",
        "Gone",
        "Ada Holm",
        "Bo Lind",
        "李芳",
        "Ines Moreau",
    ]
    now = clock.now()
    rows = [
        {
            "name": name,
            "company": "Nordwind Logistik",
            "title": "Head of Fleet",
            "email": "erin@nordwind.example" if number < 2 else f"lead{number}@x.example",
            "phone": f"+49 30 55501{number:02}",
            "consent": "Newsletter form",
            "owner": owner,
            "touchpoint": place,
            "value": 12_500_000_000,
            "currency": "EUR",
            "utm": {"source": "linkedin", "medium": "paid-social"},
            "state": "mql" if number > 3 else "new",
            "touches": [(now, "Came to the webinar")],
            "notes": ["Asked for a reference."],
        }
        for number, name in enumerate(names)
    ]
    made = bringing.bring(campaign, rows, by=owner, source="file").new
    merging.merge(made[0], made[2], by=owner)
    erasing.erase(made[3], by=owner, why="They asked for it.")
    deciding.reject(made[4], by=owner, reason=RejectionReason.objects.first())
    for number, lead in enumerate(made[5:]):
        due = now + timedelta(minutes=number * 90 - 60)
        Lead.objects.filter(pk=lead.pk).update(due_at=due)
    forms.make(campaign, by=owner, name="Guide, landing page")
    contacts = (
        b"Name,Email,Status,Created\nAda,ada@x.example,MQL,03/04/2026\nBo,no,New,05/06/2026\n"
    )
    imports.start(campaign, by=owner, upload=ContentFile(contacts, name="contacts.csv"))


if __name__ == "__main__":
    lay()
