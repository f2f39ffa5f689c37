"""Members have the holidays of a country of their own, and single days changed by hand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0004_who_sees_leads"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="holiday_country",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Nothing: the workspace's own list.",
                max_length=6,
                verbose_name="Holidays of",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="member",
            name="holiday_region",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="Region"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="member",
            name="own_days",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="{day: whether they work on it} where that is special.",
            ),
        ),
    ]
