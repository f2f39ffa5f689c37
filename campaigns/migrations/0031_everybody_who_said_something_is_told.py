import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0030_merged_leads_are_found_by_an_index")]

    operations = [
        migrations.RemoveConstraint(model_name="answered", name="an_answer_is_to_a_lead_once"),
        migrations.AlterField(
            model_name="answered",
            name="lead",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="campaigns.lead",
            ),
        ),
        migrations.AddConstraint(
            model_name="answered",
            constraint=models.UniqueConstraint(
                fields=["answer", "lead", "rep"], name="an_answer_is_told_once_of_a_lead"
            ),
        ),
    ]
