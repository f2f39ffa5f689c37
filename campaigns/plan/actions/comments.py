"""What people say about items, and whom they ask."""

from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.plan.actions.items import fresh
from campaigns.plan.mentions import mentioned
from campaigns.plan.models import Comment, Item, Mention
from workspace.kernel import rows, streams
from workspace.kernel.refusals import Forbidden, Invalid
from workspace.kernel.streams.models import Event


def comment(item, *, by, body, team_only=False):
    """Say something about an item; whoever is named with an @ is told by mail."""
    body = checked(body)
    if team_only and by.is_guest:
        raise Forbidden(_("Only the team can say something to the team alone."))
    with streams.record("campaign", item.campaign_id, by=by) as record:
        item = fresh(item)
        said = Comment.objects.create(
            workspace_id=item.workspace_id,
            item=item,
            author=by,
            author_name=by.name,
            body=body,
            team_only=team_only,
            created_at=record.at,
        )
        count(record, said, +1)
        record(
            "item.commented", item, audience=audience_of(said), comment=said.pk, excerpt=body[:140]
        )
        mention(record, said)
        Mention.objects.filter(comment__item=item, member=by, settled_at__isnull=True).update(
            settled_at=record.at
        )
    return said


def edit_comment(said, *, by, version, body):
    """Change one's own words; the event keeps what stood there."""
    body = checked(body)
    with streams.record("campaign", said.item.campaign_id, by=by) as record:
        rewrite(record, said, version=version, body=body)
    return said


def rewrite(record, said, *, version, body):
    before = Comment.objects.values_list("body", flat=True).get(pk=said.pk)
    if before == body:
        return
    rows.change(said, version=version, body=body, edited_at=record.at)
    record(
        "item.comment_edited",
        said.item,
        audience=audience_of(said),
        changes={"body": [before, body]},
        comment=said.pk,
    )
    mention(record, said)
    touch(record, said.item_id)


def remove_comment(said, *, by):
    """Take a comment away; undo brings it back."""
    with streams.record("campaign", said.item.campaign_id, by=by) as record:
        hide(record, said)
    return said


def hide(record, said):
    if Comment.objects.filter(pk=said.pk, removed_at__isnull=True).update(removed_at=record.at):
        count(record, said, -1)
        record("item.comment_removed", said.item, audience=audience_of(said), comment=said.pk)


def show(record, said):
    if Comment.objects.filter(pk=said.pk, removed_at__isnull=False).update(removed_at=None):
        count(record, said, +1)
        record("item.comment_restored", said.item, audience=audience_of(said), comment=said.pk)


def settle(mention, *, by):
    """Put a mention aside: it no longer stands on the home page.

    It is a member's own matter, so it is recorded in the workspace's stream and not in the plan's.
    """
    open_ones = Mention.objects.filter(member=by, settled_at__isnull=True)
    with streams.record("workspace", mention.workspace_id, by=by) as record:
        if open_ones.filter(pk=mention.pk).update(settled_at=record.at):
            record("mention.settled", mention, name=mention.comment.item.title)


def checked(body):
    body = body.strip()
    if not body:
        raise Invalid.at("body", _("Write something first."))
    if len(body) > 20_000:
        raise Invalid.at(
            "body",
            _("The comment has %(count)d characters; 20,000 fit.") % {"count": len(body)},
            _("Attach the long text as a file."),
        )
    return body


def audience_of(said):
    return Event.Audience.TEAM if said.team_only else Event.Audience.ALL


def count(record, said, by):
    column = "team_comments" if said.team_only else "open_comments"
    Item.objects.filter(pk=said.item_id).update(**{column: F(column) + by, "face": record.revision})


def touch(record, item_id):
    Item.objects.filter(pk=item_id).update(face=record.revision)


def mention(record, said):
    """Remember who is named, once each, and let them be told; nobody who may not read it."""
    known = set(said.mentions.values_list("member_id", flat=True))
    asked = [
        member
        for member in mentioned(said.body, said.item.campaign)
        if member.pk not in known
        and member.pk != record.by.pk
        and not (said.team_only and member.is_guest)
    ]
    Mention.objects.bulk_create(
        Mention(workspace_id=said.workspace_id, comment=said, member=member) for member in asked
    )
    for member in asked:
        record.effect("plan.tell_mentioned", comment=said.pk, member=member.pk)
