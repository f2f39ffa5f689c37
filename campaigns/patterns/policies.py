"""Who keeps templates of plans, and who starts from them."""

from campaigns.patterns.models import Template
from workspace.kernel.access import CONTRIBUTORS, MANAGERS, TEAM, Policy, when


def made(member, template):
    """They made it."""
    return template.made_by_id == member.pk


template = Policy(
    "template",
    visible_to=lambda reader: (
        Template.objects.none() if reader.is_guest else Template.objects.all()
    ),
    abilities={
        "view": TEAM,
        "add": CONTRIBUTORS,
        "use": CONTRIBUTORS,
        "edit": MANAGERS | when(made, CONTRIBUTORS),
        "remove": MANAGERS | when(made, CONTRIBUTORS),
    },
    from_request="workspace",
)
