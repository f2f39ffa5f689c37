"""The numbers of the leads of a look, which stood in one text, get a row each."""

from itertools import islice

from django.db import migrations

from workspace.kernel import scope

BATCH = 2_000


def tell(apps, schema_editor):
    Looked, LookedAt = (apps.get_model("campaigns", name) for name in ("Looked", "LookedAt"))
    with scope.everything(because="the looks at many leads of all workspaces are told anew"):
        many = Looked.objects.exclude(among="").order_by("pk").only("workspace", "among")
        rows = (
            LookedAt(workspace_id=look.workspace_id, looked_id=look.pk, number=number)
            for look in many.iterator(chunk_size=100)
            for number in numbers_of(look)
        )
        while some := list(islice(rows, BATCH)):
            LookedAt.objects.bulk_create(some)


def numbers_of(look):
    return {int(each) for each in look.among.split(",") if each}


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0027_which_leads_a_look_was_at")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop, elidable=True)]
