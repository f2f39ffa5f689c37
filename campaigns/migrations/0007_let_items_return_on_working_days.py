"""Whether an item that returns on a day off is due on the next working day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0006_who_laid_a_calendar"),
    ]

    operations = [
        migrations.AddField(
            model_name="recurrence",
            name="on_working_days",
            field=models.BooleanField(default=False),
        ),
    ]
