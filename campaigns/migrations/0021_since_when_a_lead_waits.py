from django.db import migrations, models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from workspace.kernel import scope

CAME = Q(verb="lead.added") | Q(
    verb__in=("lead.promoted", "lead.came_back", "lead.edited"), changes__state__1="mql"
)


def tell(apps, schema_editor):
    """A lead waits since it came, was passed on or came back: its `mql_at` may be a file's."""
    Lead = apps.get_model("campaigns", "Lead")
    Event = apps.get_model("kernel", "Event")
    events = Event.objects.filter(CAME, noun="lead", object_id=OuterRef("pk")).order_by()
    came = Subquery(events.values("object_id").annotate(last=Max("at")).values("last"))
    since = Coalesce(Greatest("mql_at", came), F("mql_at"))
    with scope.everything(because="the leads of all workspaces are told since when they wait"):
        Lead.objects.filter(mql_at__isnull=False).update(waits_since=since)
        left = Lead.objects.filter(state="mql", waits_since__isnull=True)
        left.update(waits_since=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0020_the_day_a_campaign_went_live"),
        ("kernel", "0005_walls_read_the_scope_once"),
    ]

    operations = [
        migrations.AddField(
            "lead",
            "waits_since",
            models.DateTimeField(
                null=True,
                help_text="From when on the time to decide counts, whatever `mql_at` says.",
            ),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop, elidable=True),
    ]
