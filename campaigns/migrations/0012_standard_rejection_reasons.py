"""Workspaces that are there already get the reasons to reject that new ones begin with."""

from django.db import migrations

from workspace.kernel import scope

KEYS = (
    "company_size",
    "wrong_role",
    "territory",
    "bad_data",
    "duplicate",
    "customer",
    "competitor",
    "no_intent",
    "no_budget",
    "unreachable",
)


def furnish(apps, schema_editor):
    Workspace = apps.get_model("teams", "Workspace")
    RejectionReason = apps.get_model("campaigns", "RejectionReason")
    with scope.everything(because="every workspace is furnished"):
        furnished = RejectionReason.objects.values("workspace")
        for workspace in Workspace.objects.exclude(pk__in=furnished):
            for position, key in enumerate(KEYS):
                RejectionReason.objects.create(workspace=workspace, key=key, position=position)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0011_settle_and_remind")]

    operations = [migrations.RunPython(furnish, migrations.RunPython.noop, elidable=True)]
