"""Who may know of leads, decide about them, bring them in, and take them out.

Who sees leads masked must not learn whether a person is known here. To bring leads in under the ids
of another system, from a file or by the API, is to ask just that: rows that are known change a lead
and make none, and the counts, the list and the log say so afterwards, however they are worded. It
also changes what is said of leads that the asker may not see. So nobody is found again by an id for
whom does not see leads: they add leads one by one or by a file, each row as a new one
(`LeadImport.all_new`); that two are the same person is shown to those alone who see who they are.
"""

from campaigns.brief.models import Campaign
from campaigns.leads import masking
from campaigns.leads.models import (
    Answer,
    Form,
    Lead,
    LeadImport,
    Looked,
    OfficeHours,
    Quote,
    RejectionReason,
)
from teams.policies import DECIDERS
from workspace.kernel.access import ADMINS, CONTRIBUTORS, MANAGERS, TEAM, Policy, when

AREA = "leads"


def sees_leads(member, _row):
    """They see who leads are."""
    return masking.sees(member)


def brought(member, row):
    """They chose the file, and see who leads are, or each of its rows becomes a new lead."""
    return row.by_id == member.pk and (masking.sees(member) or row.all_new)


def files_known_to(reader):
    """All files to whom sees leads, to others their own that ask for nobody."""
    rows = LeadImport.objects.visible_to(reader)
    return rows if masking.sees(reader) else rows.filter(by=reader.pk, all_new=True)


lead = Policy(
    "lead",
    visible_to=lambda reader: Lead.objects.visible_to(reader).select_related("campaign"),
    abilities={
        "view": TEAM,
        "add": TEAM,
        "recognise": when(sees_leads, TEAM),
        "edit": when(sees_leads, TEAM),
        "decide": DECIDERS,
        "promote": CONTRIBUTORS,
        "see_duplicates": when(sees_leads, TEAM),
        "merge": when(sees_leads, TEAM),
        "export": TEAM,
        "erase": MANAGERS,
    },
    area=AREA,
    reading=frozenset({"view", "see_duplicates"}),
    alike_for=TEAM.roles,
    from_request="workspace",
)

lead_import = Policy(
    "lead import",
    visible_to=lambda reader: files_known_to(reader).select_related("campaign"),
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


def of_the_team(model):
    def visible_to(reader):
        outside = reader.role in {"guest", "viewer"}
        return model.objects.none() if outside else model.objects.all()

    return visible_to


quote = Policy(
    "quote",
    visible_to=lambda reader: of_the_team(Quote)(reader).select_related("campaign"),
    abilities={"view": TEAM},
    area=AREA,
    from_request="workspace",
)

answer = Policy(
    "answer",
    visible_to=lambda reader: of_the_team(Answer)(reader).select_related("campaign"),
    abilities={"view": TEAM, "add": CONTRIBUTORS, "see": TEAM},
    area=AREA,
    from_request="workspace",
)

rejection_reason = Policy(
    "rejection reason",
    visible_to=of_the_team(RejectionReason),
    abilities={"view": TEAM, "add": MANAGERS, "edit": MANAGERS, "agree": MANAGERS},
    area=AREA,
    from_request="workspace",
)

office_hours = Policy(
    "office hours",
    visible_to=of_the_team(OfficeHours),
    abilities={"view": TEAM, "drop": MANAGERS},
    area=AREA,
)

# The verdict of sales on a campaign: the row is the campaign, where its leads may be known of.
verdict = Policy(
    "verdict",
    visible_to=of_the_team(Campaign),
    abilities={"view": TEAM, "answer": CONTRIBUTORS},
    area=AREA,
)
