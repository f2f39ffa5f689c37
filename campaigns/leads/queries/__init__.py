"""Questions about leads: what they came to, which wait, what sales said of them."""

from campaigns.leads.queries import waiting
from campaigns.leads.queries.counting import count
from campaigns.leads.queries.news import News, news_for
from campaigns.leads.queries.offices import Office, reasons
from campaigns.leads.queries.tallies import Tally, tallies
from campaigns.leads.queries.verdicts import Verdict, verdict
from campaigns.leads.queries.waiting import following, furnish, rules, window

__all__ = [
    "News",
    "Office",
    "Tally",
    "Verdict",
    "count",
    "following",
    "furnish",
    "news_for",
    "reasons",
    "rules",
    "tallies",
    "verdict",
    "waiting",
    "window",
]
