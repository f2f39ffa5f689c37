"""Leads from files without ids are known again by mail, else phone, whatever else is corrected."""

from collections import Counter, defaultdict

from django.db import migrations
from django.utils.crypto import salted_hmac

from workspace.kernel import scope

BATCH = 500


def rename(apps, schema_editor):
    Lead = apps.get_model("campaigns", "Lead")
    with scope.everything(because="the rows of the files of all workspaces get their new ids"):
        rows = Lead.objects.filter(external_id__startswith="row-").order_by("pk")
        seen, some = defaultdict(Counter), []
        for lead in rows.iterator():
            if (new := new_id(lead, seen[lead.workspace_id, lead.source])) is not None:
                lead.external_id = new
                some.append(lead)
        Lead.objects.bulk_update(some, ["external_id"], batch_size=BATCH)


def new_id(lead, seen):
    """None for a lead that somebody has changed since: what its row said is not known."""
    before = "\n".join([lead.email.casefold() or lead.phone, lead.name, lead.company])
    if lead.external_id != numbered(before, seen):
        return None
    if lead.email_key:
        return numbered(f"mail\n{lead.email_key}", seen)
    if lead.phone_key:
        return numbered(f"phone\n{lead.phone_key}", seen)
    return None  # its id is as it was


def numbered(key, seen):
    seen[key] += 1
    digest = salted_hmac("campaigns.leads.row", f"{key}\n{seen[key]}").hexdigest()
    return f"row-{digest[:32]}"


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0022_a_lead_that_waits_waits_since_a_moment")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop, elidable=True)]
