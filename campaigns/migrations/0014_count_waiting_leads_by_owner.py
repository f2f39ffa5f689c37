"""Waiting leads of a rep are counted from the index alone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0013_what_a_batch_replaced"),
        ("teams", "0004_who_sees_leads"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="lead", name="leads_that_wait"),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                fields=["workspace", "due_at", "id", "owner"],
                name="leads_that_wait",
                condition=Q(state="mql", merged_into__isnull=True, erased_at__isnull=True),
            ),
        ),
    ]
