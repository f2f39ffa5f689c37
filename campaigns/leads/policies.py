"""Who may know of leads, decide about them, bring them in, and take them out."""

from campaigns.leads import masking
from campaigns.leads.models import Form, Lead, LeadImport, Looked
from workspace.kernel.access import ADMINS, CONTRIBUTORS, MANAGERS, TEAM, Policy, when, who

AREA = "leads"
REPS = who("sales")


def sees_leads(member, _row):
    """They see who leads are."""
    return masking.sees(member)


def brought(member, row):
    """They chose the file."""
    return row.by_id == member.pk


lead = Policy(
    "lead",
    visible_to=lambda reader: Lead.objects.visible_to(reader).select_related("campaign"),
    abilities={
        "view": TEAM,
        "add": TEAM,
        "edit": when(sees_leads, TEAM),
        "decide": MANAGERS | REPS,
        "merge": when(sees_leads, TEAM),
        "export": TEAM,
        "erase": MANAGERS,
    },
    area=AREA,
    reading=frozenset({"view", "export"}),
    from_request="workspace",
)

lead_import = Policy(
    "lead import",
    visible_to=lambda reader: LeadImport.objects.visible_to(reader).select_related("campaign"),
    abilities={
        "view": TEAM,
        "add": TEAM,
        "choose": when(brought, TEAM),
        "run": when(brought, TEAM),
        "undo": MANAGERS | when(brought, TEAM),
    },
    area=AREA,
)

form = Policy(
    "lead form",
    visible_to=lambda reader: Form.objects.visible_to(reader).select_related("campaign"),
    abilities={
        "view": CONTRIBUTORS,
        "add": CONTRIBUTORS,
        "edit": CONTRIBUTORS,
        "revoke": CONTRIBUTORS,
    },
    area=AREA,
)

look = Policy(
    "look at leads",
    visible_to=lambda reader: Looked.objects.visible_to(reader),
    abilities={"view": ADMINS},
    area=AREA,
    from_request="workspace",
)
