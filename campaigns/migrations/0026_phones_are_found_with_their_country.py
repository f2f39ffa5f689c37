"""A phone is found however it was written: by its digits with the code of its country."""

from django.db import migrations

from workspace.kernel import countries, phones, scope

SOME = 500


def key(apps, schema_editor):
    Workspace = apps.get_model("teams", "Workspace")
    with scope.everything(because="the phones of the leads of all workspaces get their new keys"):
        for pk, zone in Workspace.objects.values_list("pk", "time_zone"):
            key_in(apps.get_model("campaigns", "Lead"), pk, zone)


def key_in(Lead, workspace, zone):
    rows, last = Lead.objects.filter(workspace=workspace).exclude(phone=""), 0
    while some := list(rows.filter(pk__gt=last).order_by("pk").only("phone", "country")[:SOME]):
        for lead in some:
            lead.phone_key = phones.key(lead.phone, countries.of(lead.country, zone))
        Lead.objects.bulk_update(some, ["phone_key"])
        last = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0025_a_file_has_a_reason_for_the_dates_it_moves"),
        ("teams", "0005_holidays_of_a_person"),
    ]

    operations = [migrations.RunPython(key, migrations.RunPython.noop, elidable=True)]
