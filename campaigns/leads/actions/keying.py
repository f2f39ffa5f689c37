"""By what leads are found, set anew when the country of their numbers has become another one."""

from django.db import transaction

from campaigns.leads.models import Lead
from workspace.kernel import countries, phones

SOME = 500


def key_anew(workspace):
    """Give leads the keys of their phones by the present time zone of their workspace.

    Some at a time, each in a transaction of its own. Nothing that anybody said changes by it, so
    no version does, and no event tells of it.
    """
    last = 0
    while pks := list(with_phones(last)):
        key_some(pks, workspace.time_zone)
        last = pks[-1]


def with_phones(after):
    found = Lead.objects.filter(pk__gt=after).exclude(phone_key="").order_by("pk")
    return found.values_list("pk", flat=True)[:SOME]


@transaction.atomic
def key_some(pks, zone):
    moved = []
    for lead in Lead.objects.filter(pk__in=pks).order_by("pk").select_for_update():
        key = phones.key(lead.phone, countries.of(lead.country, zone))
        if key != lead.phone_key:
            lead.phone_key = key
            moved.append(lead)
    Lead.objects.bulk_update(moved, ["phone_key"])
