from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0021_since_when_a_lead_waits")]

    operations = [
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "mql"), _negated=True)
                | models.Q(("waits_since__isnull", False)),
                name="a_lead_that_waits_waits_since_a_moment",
            ),
        ),
    ]
