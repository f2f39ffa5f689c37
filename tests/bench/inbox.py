"""The inbox of sales: opened, and one lead decided, with ten and with ten thousand waiting."""

from datetime import timedelta

from campaigns.leads.actions import deciding, ruling, states
from campaigns.leads.models import Lead, Note, RejectionReason
from teams.models import Member
from tests.bench import meter
from tests.bench.changes import check
from tests.bench.meter import Browser
from tests.bench.pages import floor_of, opening
from workspace.kernel import clock, scope

FEW, MANY = 10, 10_000
SHOWN = 100


def measure(figures, plans, rounds):
    plan = plans["1k"]
    with scope.of(plan.workspace.pk):
        rep = Member.objects.select_related("user").filter(role="sales", state="active").first()
    browser = Browser(rep)
    for number in (FEW, MANY):
        with scope.of(plan.workspace.pk):
            let_wait(plan, number)
        first_screen(figures, plan, browser, rep, number, rounds)
        decide(figures, plan, browser, number, rounds)


def let_wait(plan, number):
    """As many leads as that wait, each with a clock that ends at another time."""
    if not RejectionReason.objects.exists():
        ruling.furnish(plan.workspace.pk)
    now = clock.now()
    more = number - Lead.objects.waiting().count()
    entered = states.enter({}, "mql", now)
    Lead.objects.bulk_create(
        (
            Lead(
                workspace_id=plan.workspace.pk,
                campaign=plan.campaign,
                name=f"Lead {each}",
                company="Nordwind",
                email=f"lead{each}@nordwind.example",
                created_at=now,
                **entered | {"due_at": now + timedelta(minutes=each - number // 2)},
            )
            for each in range(more)
        ),
        batch_size=500,
    )


def first_screen(figures, plan, browser, rep, number, rounds):
    """The first lead and the list, after somebody noted something: all is counted anew."""
    with scope.of(plan.workspace.pk):
        lead = Lead.objects.waiting().order_by("pk").first()

    def note():
        with scope.of(plan.workspace.pk):
            deciding.note(lead, by=rep, body="Called, nobody there")
            Note.objects.filter(lead=lead).delete()

    page = opening(browser, f"/w/{plan.workspace.slug}/inbox/")
    floor = opening(browser, floor_of(plan, SHOWN))
    found = meter.compare(page, floor, rounds=rounds, before=note)
    figures.ratio(f"inbox, first screen of {number} waiting", *found, 2)
    found = meter.compare(page, floor, rounds=rounds)
    figures.ratio(f"inbox, first screen of {number} waiting, nothing moved", *found, 2)


def decide(figures, plan, browser, number, rounds):
    """Accept a lead; the answer is a toast that takes it back."""
    with scope.of(plan.workspace.pk):
        item = plan.item(1)
        pks = iter(list(Lead.objects.waiting().values_list("pk", flat=True)))

    def accept():
        check(
            browser.post(
                f"/w/{plan.workspace.slug}/leads/{next(pks)}/accept/", {}, hx_request="true"
            )
        )

    def floor():
        fields = {"status": "doing", "version": item.version}
        address = f"/floor/{plan.workspace.slug}/change/{plan.campaign.pk}/{item.pk}/"
        check(browser.post(address, fields))

    few = min(rounds, number // 2)
    found = meter.compare(accept, floor, rounds=few)
    figures.ratio(f"decide on one lead of {number} waiting", *found, 2.5)
