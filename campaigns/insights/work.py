"""My work: what somebody owes, over all campaigns, in sections by how it presses."""

from django.utils.translation import gettext as _

from campaigns.brief.models import Campaign
from campaigns.plan.filters import end_of_week
from campaigns.plan.models import Item

SECTIONS = ("waiting", "overdue", "today", "week", "later")
SHOWN = 40  # of each section, unless it is asked for by name


def sections(member, today):
    """{section: [(id, face)]} of the unfinished items assigned to `member`, most pressing first,
    and how many of them are overdue.

    What holds up others comes first, whatever its date; then overdue, today, this week, later.
    """
    rows = (
        Item.objects.visible_to(member)
        .unfinished()
        .assigned_to(member)
        .exclude(campaign__phase=Campaign.Phase.CLOSED)
        .order_by("due_on", "priority", "pk")
        .values_list("pk", "face", "due_on", "holding_up", "waiting_for")
    )
    found = {name: [] for name in SECTIONS}
    undated = []
    overdue = 0
    week = end_of_week(today)
    for pk, face, due_on, holding_up, waiting_for in rows:
        overdue += due_on is not None and due_on < today
        if holding_up and not waiting_for:
            found["waiting"].append((pk, face))
        elif due_on is None:
            undated.append((pk, face))
        elif due_on < today:
            found["overdue"].append((pk, face))
        elif due_on == today:
            found["today"].append((pk, face))
        elif due_on <= week:
            found["week"].append((pk, face))
        else:
            found["later"].append((pk, face))
    found["later"] += undated
    return found, overdue


def words(name):
    """What a section is called, and what else is said of it."""
    return {
        "waiting": (_("Others wait for me"), _("work that cannot start before this is done")),
        "overdue": (_("Overdue"), ""),
        "today": (_("Today"), ""),
        "week": (_("This week"), ""),
        "later": (_("Later"), ""),
    }[name]
