"""How many times an item was to come in all, where that was said instead of a day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0031_everybody_who_said_something_is_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="recurrence",
            name="times",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
