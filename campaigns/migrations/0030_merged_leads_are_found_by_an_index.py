from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0029_a_look_has_no_text_of_numbers")]

    operations = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                fields=["merged_into", "workspace"],
                name="leads_that_were_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
        )
    ]
