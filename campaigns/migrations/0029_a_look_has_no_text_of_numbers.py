from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0028_looks_at_many_are_told_lead_by_lead")]

    operations = [migrations.RemoveField(model_name="looked", name="among")]
