"""What marketing made of what a rep said."""

from dataclasses import dataclass

from campaigns.leads.models import Answer, Answered


@dataclass
class News:
    """What marketing made of a rep's rejections and quotes, not seen by them yet."""

    rejections: int
    quotes: int
    answers: list


def news_for(rep):
    """The `News` of a rep, newest answer first; None without any. Two statements at most."""
    rows = Answered.objects.filter(rep=rep.pk, seen_at__isnull=True)
    told = list(rows.values_list("answer", "lead", "answer__reason"))
    if not told:
        return None
    answers = Answer.objects.filter(pk__in={answer for answer, _lead, _reason in told})
    return News(
        rejections=len({lead for _answer, lead, reason in told if reason}),
        quotes=len({(answer, lead) for answer, lead, reason in told if not reason}),
        answers=list(
            answers.select_related(
                "campaign", "item", "reason", "touchpoint__channel", "touchpoint__stage"
            ).order_by("-pk")
        ),
    )
