"""Row-level security around every table that belongs to a workspace (PostgreSQL)."""

from django.db import migrations

from workspace.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_beginning")]

    operations = [
        Wall("campaigns_campaign"),
        Wall("campaigns_participation"),
        Wall("campaigns_sharelink"),
        Wall("campaigns_channel"),
        Wall("campaigns_stage"),
        Wall("campaigns_label"),
        Wall("campaigns_item"),
        Wall("campaigns_assignment"),
        Wall("campaigns_labelling"),
        Wall("campaigns_checklistentry"),
        Wall("campaigns_dependency"),
        Wall("campaigns_comment"),
        Wall("campaigns_mention"),
        Wall("campaigns_attachment"),
        Wall("campaigns_import"),
        Wall("campaigns_origin"),
    ]
