"""When a move of dates was settled, and when somebody was asked again to answer it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0007_let_items_return_on_working_days"),
    ]

    operations = [
        migrations.AddField("move", "settled_at", models.DateTimeField(null=True)),
        migrations.AddField("notice", "reminded_at", models.DateTimeField(null=True)),
    ]
