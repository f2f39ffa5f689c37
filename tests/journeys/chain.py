"""Lays a workspace of twenty campaigns that wait for one another: `python -m tests.journeys.chain`.

Five hundred items in a row. The webinar of Ada comes first; the launch of Ben comes last.
"""

import os
from types import SimpleNamespace

ADA, BEN = "ada@chain.example", "ben@chain.example"


def lay():
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
    django.setup()
    from campaigns.plan import actions
    from campaigns.plan.models import Item
    from tests import furniture
    from tests.bench import moving
    from workspace.kernel import scope

    with scope.everything(because="the journey makes its workspace"):
        workspace = furniture.workspace("chain")
    with scope.of(workspace.pk):
        ada, ben = (person(furniture, workspace, email) for email in (ADA, BEN))
        moving.lay(SimpleNamespace(workspace=workspace, reader=ada))
        rows = Item.objects.select_related("campaign").order_by("pk")
        for item, who, title in ((rows.first(), ada, "Webinar"), (rows.last(), ben, "Launch")):
            values = {"title": title, "kind": "milestone", "assignees": [who]}
            actions.edit(item, by=ada, version=item.version, **values)


def person(furniture, workspace, email):
    member = furniture.People(workspace)("member", email.partition("@")[0].title())
    member.user.emailaddress_set.update(email=email)
    type(member.user).objects.filter(pk=member.user.pk).update(email=email)
    type(member).objects.filter(pk=member.pk).update(email=email)
    return member


if __name__ == "__main__":
    lay()
