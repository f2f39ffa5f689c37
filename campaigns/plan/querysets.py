"""Questions about many items and comments, each named as an adjective."""

from django.db.models import Prefetch, Q
from django.utils import timezone

from workspace.kernel.owned import OwnedQuerySet

UNFINISHED = ("todo", "doing", "review", "blocked")


class ItemQuerySet(OwnedQuerySet):
    def visible_to(self, reader):
        from campaigns.brief.models import Campaign

        rows = self.kept()
        if reader.role == "viewer":
            return rows.filter(campaign_id=reader.campaign_id)
        if reader.is_guest:
            return rows.filter(campaign__in=Campaign.objects.visible_to(reader))
        return rows

    def kept(self):
        return self.filter(trashed_at__isnull=True)

    def trashed(self):
        return self.filter(trashed_at__isnull=False)

    def unfinished(self):
        return self.filter(status__in=UNFINISHED)

    def ready(self):
        """Unfinished, with nothing unfinished before them."""
        return self.unfinished().filter(waiting_for=0)

    def held(self):
        """Blocked by hand, or waiting for something unfinished."""
        return self.unfinished().filter(Q(status="blocked") | Q(waiting_for__gt=0))

    def overdue(self, today=None):
        return self.unfinished().filter(due_on__lt=today or timezone.localdate())

    def assigned_to(self, member):
        return self.filter(assignments__member=member)

    def for_rows(self):
        """With everything that a row or card shows."""
        from campaigns.plan.models import Assignment, Labelling

        return self.select_related(
            "channel", "stage", "team", "campaign", "parent"
        ).prefetch_related(
            Prefetch("assignments", Assignment.objects.select_related("member").order_by("pk")),
            Prefetch("labellings", Labelling.objects.select_related("label").order_by("pk")),
        )


class CommentQuerySet(OwnedQuerySet):
    def visible_to(self, reader):
        """What is said in the items one sees; who reads by a link sees the plan, not the talk."""
        from campaigns.plan.models import Item

        if reader.role == "viewer":
            return self.none()
        rows = self.filter(item__in=Item.objects.visible_to(reader))
        return rows.filter(team_only=False) if is_outside(reader) else rows

    def kept(self):
        return self.filter(removed_at__isnull=True)


def is_outside(reader):
    """Whether a reader is not of the team: a guest, or somebody with a share link."""
    return reader.role in {"guest", "viewer"}
