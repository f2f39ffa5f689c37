"""Forms on websites: made, given another secret, revoked; and what they send taken in."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.leads import secrets
from campaigns.leads.actions import bringing
from campaigns.leads.models import Form, Received
from teams.secrets import new_nonce
from workspace.kernel import clock, rows, streams
from workspace.kernel.refusals import Conflict, Invalid, Refusal

MOST = 100
MOST_A_MINUTE = 600
SOURCE = "form"
MINUTE = timedelta(minutes=1)
REMEMBERED = timedelta(seconds=3 * secrets.TOLERANCE)


class TooMany(Refusal):
    """The form has sent as many leads in a minute as it may."""

    status = 429
    code = "too_many"


def make(campaign, *, by, name, touchpoint=None, per_minute=60):
    """Make a form that sends leads into `campaign`; its secret is `secrets.secret_of(form)`."""
    name = " ".join(name.split())
    if not name:
        sentence = _("Give it a name, such as “Guide, landing page”.")
        raise Invalid.at("name", sentence)
    if not 0 < per_minute <= MOST_A_MINUTE:
        sentence = _("Between 1 and %(most)d.") % {"most": MOST_A_MINUTE}
        raise Invalid.at("per_minute", sentence)
    with streams.record("campaign", campaign.pk, by=by) as record:
        if Form.objects.filter(campaign=campaign, revoked_at__isnull=True).count() >= MOST:
            raise Refusal(
                _("This campaign has %(count)d forms already.") % {"count": MOST},
                mend=_("Revoke one that no page uses any more."),
            )
        form = Form.objects.create(
            workspace_id=campaign.workspace_id,
            campaign=campaign,
            name=name,
            touchpoint=touchpoint,
            per_minute=per_minute,
            key=secrets.new_key(),
            nonce=new_nonce(),
            made_by=by,
            created_at=record.at,
        )
        record("lead_form.made", form, audience="team")
    return form


def rotate(form, *, by):
    """Give a form another secret; what is signed with the old one is refused from now on."""
    with streams.record("campaign", form.campaign_id, by=by) as record:
        refuse_revoked(form)
        rows.change(form, version=form.version, nonce=new_nonce())
        record("lead_form.rotated", form, audience="team")
    return form


def revoke(form, *, by):
    """End a form now; what it sends is refused."""
    with streams.record("campaign", form.campaign_id, by=by) as record:
        if Form.objects.filter(pk=form.pk, revoked_at__isnull=True).update(revoked_at=record.at):
            record("lead_form.revoked", form, audience="team")
    return form


def refuse_revoked(form):
    if form.revoked_at:
        raise Conflict(_("This form was revoked."))


def receive(form, row, *, message):
    """Take in what a form sent: a row as `bringing.bring` takes it, and the message's id.

    A message comes in once, and no more in a minute than the form may send. Both hold with any
    number of processes, as they are looked at under the lock of the campaign's stream.
    """
    refuse_many(form)
    with streams.record("campaign", form.campaign_id, by=None, via="form") as record:
        refuse_many(form)
        remember(form, message)
        row |= {"touchpoint": form.touchpoint, "touches": [(None, form.name)]}
        return bringing.bring_in(record, form.campaign, [row], source=SOURCE)


def count_unusable(form):
    """A signed message that nothing came of counts as one that came in: it cost as much."""
    refuse_many(form)
    remember(form, f"unusable {new_nonce()}")


def refuse_many(form):
    sent = Received.objects.filter(form=form, at__gt=clock.now() - MINUTE).count()
    if sent >= form.per_minute:
        raise TooMany(_("This form has sent too many leads in a minute. Try again later."))


def remember(form, message):
    now = clock.now()
    Received.objects.filter(form=form, at__lt=now - REMEMBERED).delete()
    try:
        with transaction.atomic():
            Received.objects.create(
                workspace_id=form.workspace_id, form=form, message=message, at=now
            )
    except IntegrityError:
        raise Conflict(_("This message has come in already.")) from None
