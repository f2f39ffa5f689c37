"""Leads from files without ids are known again by mail, or phone and name, whatever is corrected."""

from collections import Counter, defaultdict

from django.db import migrations
from django.utils.crypto import salted_hmac

from workspace.kernel import scope

BATCH = 500


def rename(apps, schema_editor):
    Lead = apps.get_model("campaigns", "Lead")
    with scope.everything(because="the rows of the files of all workspaces get their new ids"):
        rows = Lead.objects.filter(external_id__startswith="row-").order_by("pk")
        often = Counter(rows.values_list("workspace", "source", "email_key"))
        seen, some = defaultdict(Counter), []
        for lead in rows.iterator():
            here = lead.workspace_id, lead.source
            if (new := new_id(lead, often[*here, lead.email_key] == 1, seen[here])) is not None:
                lead.external_id = new
                some.append(lead)
        Lead.objects.bulk_update(some, ["external_id"], batch_size=BATCH)


def new_id(lead, once, seen):
    """None for a lead that somebody has changed since: what its row said is not known.

    A mail that several have, and a phone, tell one person together with the name.
    """
    before = "\n".join([lead.email.casefold() or lead.phone, lead.name, lead.company])
    if lead.external_id != numbered(before, seen):
        return None
    contact = f"mail\n{lead.email_key}" if lead.email_key else f"phone\n{lead.phone_key}"
    if not (lead.email_key or lead.phone_key):
        return None  # its id is as it was
    name = " ".join(lead.name.split()).casefold()
    is_own = once if lead.email_key else not name
    return numbered(contact if is_own else f"{contact}\n{name}", seen)


def numbered(key, seen):
    seen[key] += 1
    digest = salted_hmac("campaigns.leads.row", f"{key}\n{seen[key]}").hexdigest()
    return f"row-{digest[:32]}"


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0022_a_lead_that_waits_waits_since_a_moment")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop, elidable=True)]
