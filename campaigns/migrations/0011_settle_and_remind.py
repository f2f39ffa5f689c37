"""When a move of dates was settled, and when somebody was asked again to answer it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0010_standard_metrics"),
    ]

    operations = [
        migrations.AddField("move", "settled_at", models.DateTimeField(null=True)),
        migrations.AddField("notice", "reminded_at", models.DateTimeField(null=True)),
    ]
