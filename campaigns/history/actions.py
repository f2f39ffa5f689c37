"""Naming a state of a plan, taking the name away, and noting that somebody looked."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.history.models import Baseline, Visit
from workspace.kernel import clock, streams
from workspace.kernel.refusals import Invalid
from workspace.kernel.streams.models import Stream

AWAY = timedelta(minutes=30)
NOTED_EVERY = timedelta(minutes=10)


def name_plan(campaign, *, by, name, revision=None):
    """Name the plan as it is now, or as it was at `revision`; returns the baseline.

    The name is used once in a campaign, whatever its letters' case. What the plan was at a
    revision never changes, so neither does a baseline.
    """
    name = " ".join(name.split())
    if not name:
        raise refused(_("Give it a name, such as “Signed plan”."))
    with streams.record("campaign", campaign.pk, by=by) as record:
        if revision is not None and not 0 < revision < record.revision:
            raise Invalid.at(
                "revision",
                _("This plan has no revision %(number)s.") % {"number": revision},
                _("Choose a revision that the plan has had."),
            )
        try:
            with transaction.atomic():
                baseline = Baseline.objects.create(
                    workspace_id=campaign.workspace_id,
                    campaign=campaign,
                    name=name,
                    revision=revision or record.revision,
                    made_by=by,
                    created_at=record.at,
                )
        except IntegrityError:
            raise refused(_("Another baseline of this plan has this name.")) from None
        record("baseline.added", baseline, of=baseline.revision)
    return baseline


def refused(words):
    return Invalid.at("name", words)


def remove(baseline, *, by):
    """Take a name away; the state that it named stays readable under its revision."""
    with streams.record("campaign", baseline.campaign_id, by=by) as record:
        record("baseline.removed", baseline, of=baseline.revision)
        baseline.delete()


def note_visit(campaign, member, *, now=None):
    """Note that `member` looks at the plan; writes nothing within ten minutes of the last note.

    After half an hour without a sign of life another visit begins, and the one before is what
    "since my last visit" counts from. It belongs to the reader, not to the campaign's stream.
    """
    now = now or clock.now()
    seen = Visit.objects.filter(campaign=campaign, member=member).first()
    if seen and now - seen.at < NOTED_EVERY:
        return seen
    revision = Stream.objects.values_list("revision", flat=True).get(
        kind="campaign", of=campaign.pk
    )
    values = {"revision": revision, "at": now}
    if seen and now - seen.at > AWAY:
        values |= {"before": seen.revision, "before_at": seen.at}
    seen, _made = Visit.objects.update_or_create(
        campaign=campaign, member=member, workspace_id=campaign.workspace_id, defaults=values
    )
    return seen
