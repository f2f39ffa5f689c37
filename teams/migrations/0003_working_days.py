"""Which days count as working days, for the workspace and for each member."""

from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

from workspace.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="weekly_hours",
            field=models.DecimalField(
                decimal_places=2, default=Decimal("40"), max_digits=5, verbose_name="Hours a week"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="working_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="As of the workspace; nothing: the workspace's own.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="workspace",
            name="working_days",
            field=models.PositiveSmallIntegerField(
                default=31, help_text="One bit for each working day; Monday is the lowest."
            ),
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="Day")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
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
                        fields=("workspace", "day"), name="a_holiday_is_listed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_on", models.DateField(verbose_name="First day")),
                ("last_on", models.DateField(verbose_name="Last day")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="Note")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="time_off",
                        to="teams.member",
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
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="time_off_ends_after_it_begins",
                    )
                ],
            },
        ),
        Wall("teams_holiday"),
        Wall("teams_timeoff"),
    ]
