import django.db.models.deletion
from django.db import migrations, models

from workspace.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0026_phones_are_found_with_their_country"),
        ("teams", "0005_holidays_of_a_person"),
    ]

    operations = [
        migrations.CreateModel(
            name="LookedAt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(help_text="The lead's id.")),
                (
                    "looked",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leads",
                        to="campaigns.looked",
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
                        fields=["number", "looked"], name="a_look_is_at_a_lead_once"
                    )
                ],
            },
        ),
        Wall("campaigns_lookedat"),
        migrations.RemoveIndex("looked", "looks_by_moment"),
        migrations.AddIndex(
            "looked", models.Index(fields=["at", "workspace"], name="looks_by_moment")
        ),
    ]
