"""Row-level security around every table that belongs to a workspace (PostgreSQL)."""

from django.db import migrations

from workspace.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_beginning")]

    operations = [
        Wall("kernel_answered"),
        Wall("kernel_stream"),
        Wall("kernel_event"),
        Wall("kernel_version"),
        Wall("kernel_effect"),
        Wall("kernel_finished"),
    ]
