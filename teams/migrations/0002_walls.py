"""Row-level security around every table that belongs to a workspace (PostgreSQL)."""

from django.db import migrations

from workspace.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_beginning")]

    operations = [
        Wall("teams_team"),
        Wall("teams_partner"),
        Wall("teams_member"),
        Wall("teams_invitation"),
        Wall("teams_apitoken"),
        Wall("teams_workspace", column="id"),
    ]
