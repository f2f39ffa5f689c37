from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0032_how_often_an_item_comes_in_all")]

    operations = [
        migrations.RemoveIndex(model_name="lead", name="leads_that_wait"),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    ("merged_into__isnull", True),
                    ("state", "mql"),
                ),
                fields=["workspace", "due_at", "id", "owner"],
                name="leads_that_wait",
            ),
        ),
    ]
