"""Which members see who leads are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0003_working_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="sees_leads",
            field=models.BooleanField(
                default=False,
                help_text="Sales and managers always do; members see leads masked without it.",
                verbose_name="Sees who leads are",
            ),
        ),
    ]
