"""What a batch of numbers wrote over; series that belong to no campaign of ours."""

import django.db.models.deletion
from django.db import migrations, models

from workspace.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0012_standard_rejection_reasons"),
        ("teams", "0004_who_sees_leads"),
    ]

    operations = [
        migrations.AddField(
            model_name="series",
            name="ignored",
            field=models.BooleanField(
                default=False, help_text="Somebody said that it belongs to no campaign of ours."
            ),
        ),
        migrations.CreateModel(
            name="Replaced",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.JSONField(default=dict)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replaced",
                        to="campaigns.batch",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaigns.series",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.workspace",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "series"), name="a_batch_replaces_in_a_series_once"
                    )
                ],
            },
        ),
        Wall("campaigns_replaced"),
    ]
