"""The words of a workspace that items use: labels come into being by being used."""

import zlib

from campaigns.plan.models import Label
from teams.actions.workspaces import wear_new_names


def label_named(workspace_id, name):
    """The label with this name, made when there is none; case does not tell labels apart."""
    name = " ".join(name.split())[:50]
    label = Label.objects.filter(workspace_id=workspace_id, name__iexact=name).first()
    if label is None:
        hue = zlib.crc32(name.casefold().encode()) % 12
        label = Label.objects.create(workspace_id=workspace_id, name=name, hue=hue)
        wear_new_names(workspace_id)
    return label
