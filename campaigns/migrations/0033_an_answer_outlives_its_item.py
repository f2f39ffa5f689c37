from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery

from workspace.kernel import scope


def tell(apps, schema_editor):
    """An answer that names an item knows what it is called, for when the item is gone."""
    Answer, Item = (apps.get_model("campaigns", name) for name in ("Answer", "Item"))
    title = Subquery(Item.objects.filter(pk=OuterRef("item")).values("title"))
    with scope.everything(because="the answers of all workspaces are told what their items are"):
        Answer.objects.filter(item__isnull=False).update(title=title)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0032_how_often_an_item_comes_in_all")]

    operations = [
        migrations.AddField("answer", "title", models.CharField(blank=True, max_length=200)),
        migrations.RunPython(tell, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint("answer", "an_answer_says_or_does_something"),
        migrations.AddConstraint(
            "answer",
            models.CheckConstraint(
                condition=~Q(decision="") | ~Q(title=""), name="an_answer_says_or_does_something"
            ),
        ),
    ]
