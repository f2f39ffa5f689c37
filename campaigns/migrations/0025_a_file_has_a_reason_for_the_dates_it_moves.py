from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0024_which_leads_were_looked_at")]

    operations = [
        migrations.AddField("import", "seen", models.CharField(blank=True, max_length=64)),
        migrations.AddField("import", "why", models.CharField(blank=True, max_length=500)),
    ]
