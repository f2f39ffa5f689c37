"""Who is named with an @ in a text."""

from campaigns.brief.models import Participation
from teams.models import Member


def mentionable(campaign):
    """Who can be named in a campaign: the team, and the guests who take part in it."""
    granted = Participation.objects.running().filter(campaign=campaign).values("member")
    active = Member.objects.active()
    return active.exclude(role="guest") | active.filter(role="guest", pk__in=granted)


def mentioned(text, campaign):
    """The members whose full name follows an @ in `text`; the longest name wins."""
    if "@" not in text:
        return []
    folded = text.casefold()
    found = []
    for member in sorted(mentionable(campaign), key=lambda member: -len(member.name)):
        sign = f"@{member.name.casefold()}"
        if sign in folded:
            folded = folded.replace(sign, " ")
            found.append(member)
    return found


def unheard(said):
    """The guests whom a comment names and who will not see it, as it is for the team alone."""
    if not said.team_only:
        return []
    return [member for member in mentioned(said.body, said.item.campaign) if member.is_guest]
