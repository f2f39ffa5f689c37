"""The newest marked revision of a stream, beside its newest one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0003_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="stream",
            name="marked",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]
