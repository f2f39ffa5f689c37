"""Numbers of tables that somebody put into a channel or stage are told by the campaign they name.

What such a table brought stood by its place in our plan, so that the same table again could not
find it there unless the same was chosen again.
"""

from django.db import migrations

from workspace.kernel import scope


def tell(apps, schema_editor):
    Batch = apps.get_model("campaigns", "Batch")
    with scope.everything(because="tables of all workspaces are told anew"):
        done = Batch.objects.filter(state="done", source__in=("file", "paste")).order_by("pk")
        for batch in done.iterator():
            chosen = batch.choices.get("channels") or {}
            for name, channel in chosen.items():
                if str(channel).isdecimal():
                    adopt(apps, batch, name, int(channel))


def adopt(apps, batch, name, channel):
    """The series in `channel` that the numbers of this batch went to, where its campaign bears
    `name`."""
    Series = apps.get_model("campaigns", "Series")
    Observation = apps.get_model("campaigns", "Observation")
    brought = Observation.objects.filter(batch=batch).order_by().values("series")
    rows = Series.objects.filter(pk__in=brought, source="file", external_id="", channel=channel)
    for row in rows.select_related("campaign").order_by("pk"):
        if name.casefold().strip() not in {
            row.campaign.key.casefold(),
            row.campaign.name.casefold(),
        }:
            continue
        key = f"file:{row.campaign.key}"
        taken = Series.objects.filter(
            workspace=row.workspace_id, key=key, metric=row.metric_id, currency=row.currency
        )
        if not taken.exists():
            Series.objects.filter(pk=row.pk).update(
                key=key, external_id=row.campaign.key, external_name=name[:200]
            )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0017_files_of_leads_that_are_all_new")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
