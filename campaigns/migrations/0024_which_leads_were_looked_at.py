from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0023_rows_of_files_are_known_by_mail_or_phone")]

    operations = [
        migrations.AddField(
            model_name="looked",
            name="among",
            field=models.TextField(
                blank=True,
                default="",
                help_text="The ids of many at once, each between commas; they stay for ever.",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="looked",
            name="what",
            field=models.CharField(
                choices=[
                    ("viewed", "Viewed"),
                    ("exported", "Exported"),
                    ("erased", "Erased"),
                    ("removed", "Removed"),
                ],
                max_length=8,
            ),
        ),
    ]
