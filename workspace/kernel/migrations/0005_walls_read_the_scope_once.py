"""The walls of PostgreSQL read the scope once for a statement, no longer for each row."""

from django.db import migrations

from workspace.kernel import tenancy


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_mark_a_revision")]

    operations = [migrations.RunPython(tenancy.renew, migrations.RunPython.noop)]
