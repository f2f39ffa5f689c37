from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0016_tell_the_units_there_are")]

    operations = [migrations.AddField("leadimport", "all_new", models.BooleanField(default=False))]
