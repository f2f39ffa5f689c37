"""Effects of moves."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from campaigns.plan import answers, feed
from campaigns.plan.models import Item
from campaigns.plan.moves import Move, Notice
from campaigns.plan.moving import notices
from campaigns.plan.querysets import is_outside
from teams import mails
from teams.models import Member
from workspace.kernel import outbox

MOST = 30  # steps that a mail lists; all of them are on the page to which it leads


@outbox.handles("plan.tell_moved", network=True)
def tell_moved(effect, *, notice, again=False):
    """Tell somebody by mail that their dates were moved, in one mail for the whole move.

    Nothing is sent of what they may not see, nor when the move was undone or answered meanwhile.
    """
    told = Notice.objects.filter(pk=notice, answer="", move__undone_at__isnull=True)
    told = told.select_related("move__by", "member__user", "member__workspace").first()
    if told is None or told.member.state != Member.State.ACTIVE or not told.member.email:
        return
    member, move = told.member, told.move
    why = Move.objects.annotate(told_why=answers.reason(member)).get(pk=move.pk).told_why
    moved = notices.moved_of(member, [move.pk]).get(move.pk, [])
    if not moved:
        return
    slug = member.workspace.slug
    mails.send(
        "campaigns/plan/mail/moved",
        member.email,
        key=effect.key,
        language=member.user.language if member.user else "",
        title=title_of(move, member),
        why=why,
        by=move.by or feed.somebody(""),
        member=member,
        again=again,
        steps=[answers.step_of(event, item, slug) for event, item in moved[:MOST]],
        more=len(moved[MOST:]),
        url=f"{settings.PUBLIC_URL}{reverse('my_work', kwargs={'workspace': slug})}",
    )


def title_of(move, member):
    """What a mail about a move is called; it names no item that its reader may not see."""
    if is_outside(member) and not Item.objects.visible_to(member).filter(pk=move.item_id).exists():
        return gettext_lazy("Dates of yours")
    return move.item_name
