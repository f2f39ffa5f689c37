"""Who is told of moves, and who answers."""

from campaigns.plan.moves import Notice
from workspace.kernel.access import EVERYONE, Policy

notice = Policy(
    "notice",
    visible_to=lambda reader: Notice.objects.filter(member=reader.pk, move__undone_at__isnull=True),
    abilities={"view": EVERYONE, "answer": EVERYONE},
)
