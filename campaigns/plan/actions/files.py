"""Files on items. Bytes are stored before the action and found again by their key."""

from django.db.models import F

from campaigns.plan.actions.items import fresh
from campaigns.plan.models import Attachment, Item
from workspace.kernel import streams


def attach(item, *, by, stored):
    """Put a stored file (see `plan/files.py`) on an item."""
    with streams.record("campaign", item.campaign_id, by=by) as record:
        item = fresh(item)
        file = Attachment.objects.create(
            workspace_id=item.workspace_id,
            item=item,
            key=stored.key,
            name=stored.name,
            size=stored.size,
            content_type=stored.content_type,
            sha256=stored.sha256,
            uploaded_by=by,
            created_at=record.at,
        )
        count(record, item.pk, +1)
        record("item.attached", item, attachment=file.pk, file=file.name)
    return file


def detach(file, *, by):
    """Take a file off its item; undo puts it back."""
    with streams.record("campaign", file.item.campaign_id, by=by) as record:
        hide(record, file)
    return file


def hide(record, file):
    if Attachment.objects.kept().filter(pk=file.pk).update(removed_at=record.at):
        count(record, file.item_id, -1)
        record("item.detached", file.item, attachment=file.pk, file=file.name)


def show(record, file):
    if Attachment.objects.filter(pk=file.pk, removed_at__isnull=False).update(removed_at=None):
        count(record, file.item_id, +1)
        record("item.attached", file.item, attachment=file.pk, file=file.name)


def count(record, item_id, by):
    Item.objects.filter(pk=item_id).update(
        attachment_count=F("attachment_count") + by, face=record.revision
    )
