"""What was looked for among leads; what an import of them did; which messages came in."""

import django.db.models.deletion
from django.db import migrations, models

from workspace.kernel.tenancy import Wall


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0008_the_loop"),
        ("teams", "0004_who_sees_leads"),
    ]

    operations = [
        migrations.CreateModel(
            name="Brought",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.JSONField(null=True)),
                ("version", models.PositiveIntegerField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Received",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="leadimport",
            name="kept",
            field=models.PositiveIntegerField(
                default=0, help_text="What an undo left, as it was used."
            ),
        ),
        migrations.AddField(
            model_name="looked",
            name="wanted",
            field=models.JSONField(
                default=dict,
                help_text="Of an export its filter; of an erasure the reason that was given.",
            ),
        ),
        migrations.AddIndex(
            model_name="looked",
            index=models.Index(fields=["lead", "member", "at"], name="looks_of_one_at_a_lead"),
        ),
        migrations.AddField(
            model_name="brought",
            name="brought",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="leads",
                to="campaigns.leadimport",
            ),
        ),
        migrations.AddField(
            model_name="brought",
            name="lead",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="brought",
                to="campaigns.lead",
            ),
        ),
        migrations.AddField(
            model_name="brought",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="teams.workspace",
            ),
        ),
        migrations.AddField(
            model_name="received",
            name="form",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="received",
                to="campaigns.form",
            ),
        ),
        migrations.AddField(
            model_name="received",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="teams.workspace",
            ),
        ),
        migrations.AddConstraint(
            model_name="brought",
            constraint=models.UniqueConstraint(
                fields=("brought", "lead"), name="an_import_brings_a_lead_once"
            ),
        ),
        migrations.AddIndex(
            model_name="received",
            index=models.Index(fields=["form", "at"], name="messages_of_a_form"),
        ),
        migrations.AddConstraint(
            model_name="received",
            constraint=models.UniqueConstraint(
                fields=("form", "message"), name="a_message_comes_in_once"
            ),
        ),
        Wall("campaigns_brought"),
        Wall("campaigns_received"),
    ]
