"""Targets of campaigns that went live have days of their own, which the campaign's do not move."""

from django.db import migrations

from workspace.kernel import scope

DAYS = (("starts_on", "starts_on"), ("due_on", "ends_on"))


def keep(apps, schema_editor):
    Target = apps.get_model("campaigns", "Target")
    with scope.everything(because="the targets of all workspaces keep their days"):
        launched = Target.objects.filter(campaign__phase__in=("live", "closed"))
        for own, theirs in DAYS:
            rows = launched.filter(**{f"{own}__isnull": True, f"campaign__{theirs}__isnull": False})
            for target in rows.select_related("campaign"):
                day = getattr(target.campaign, theirs)
                Target.objects.filter(pk=target.pk).update(**{own: day})


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0018_tables_are_told_by_the_campaign_they_name")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
