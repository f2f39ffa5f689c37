"""The contents page of the campaigns' API, chapter by chapter."""

from campaigns.brief import api as brief
from campaigns.calendar import api as calendar
from campaigns.history import api as history
from campaigns.insights import api as insights
from campaigns.insights import verdict_api as verdict
from campaigns.journey import api as journey
from campaigns.leads import api as leads
from campaigns.metrics import api as metrics
from campaigns.metrics.intake import api as numbers
from campaigns.patterns import api as patterns
from campaigns.plan import api as plan
from campaigns.plan.imports import api as imports
from campaigns.plan.moving import api as moving
from campaigns.plan.moving import api_of_answers as answering
from campaigns.timeline import api as timeline

routes = [
    *brief.routes,
    *plan.routes,
    *imports.routes,
    *moving.routes,
    *answering.routes,
    *history.routes,
    *calendar.routes,
    *patterns.routes,
    *timeline.routes,
    *journey.routes,
    *metrics.routes,
    *numbers.routes,
    *insights.routes,
    *verdict.routes,
    *leads.routes,
]
