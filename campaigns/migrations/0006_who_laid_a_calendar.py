"""Who laid a calendar over the plan, so that they can take it away again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0005_find_what_moved"),
        ("teams", "0003_working_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="overlay",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="teams.member",
            ),
        ),
    ]
