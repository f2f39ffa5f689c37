"""A listed day may be one on which the workspace works though its week has it off."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0005_holidays_of_a_person"),
    ]

    operations = [
        migrations.AddField(
            model_name="holiday",
            name="works",
            field=models.BooleanField(default=False, verbose_name="Worked on"),
        ),
    ]
