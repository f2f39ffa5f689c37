"""The day on which a campaign went live; those that are live already know it from their events."""

from zoneinfo import ZoneInfo

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from workspace.kernel import scope


def tell(apps, schema_editor):
    Campaign = apps.get_model("campaigns", "Campaign")
    Event = apps.get_model("kernel", "Event")
    launches = Event.objects.filter(
        noun="campaign", object_id=OuterRef("pk"), changes__phase=["planned", "live"]
    )
    with scope.everything(because="the campaigns of all workspaces are told"):
        rows = Campaign.objects.filter(phase__in=["live", "closed"])
        rows = rows.annotate(at=Subquery(launches.order_by("-revision").values("at")[:1]))
        for pk, zone, at in rows.values_list("pk", "workspace__time_zone", "at"):
            if at:
                day = at.astimezone(ZoneInfo(zone)).date()
                Campaign.objects.filter(pk=pk).update(launched_on=day)


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0019_targets_keep_the_days_of_the_launch"),
        ("kernel", "0005_walls_read_the_scope_once"),
    ]

    operations = [
        migrations.AddField(
            "campaign",
            "launched_on",
            models.DateField(
                null=True, help_text="The workspace's day on which it went live; none before."
            ),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop, elidable=True),
    ]
