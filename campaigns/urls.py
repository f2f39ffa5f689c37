"""The contents page of the campaigns' addresses, chapter by chapter.

They are tried in this order, so what is asked most often, a campaign's plan, stands first.
"""

from django.urls import include, path

from campaigns.brief import urls as brief
from campaigns.calendar import urls as calendar
from campaigns.history import urls as history
from campaigns.insights import urls as insights
from campaigns.journey import urls as journey
from campaigns.leads import urls as leads
from campaigns.metrics import urls as metrics
from campaigns.patterns import urls as patterns
from campaigns.plan import urls as plan
from campaigns.timeline import urls as timeline

urlpatterns = [
    path("", include(brief.public + calendar.public + leads.public)),
    path(
        "w/<slug:workspace>/c/<slug:campaign>/",
        include(
            plan.campaign
            + brief.campaign
            + history.campaign
            + insights.campaign
            + calendar.campaign
            + patterns.campaign
            + timeline.campaign
            + journey.campaign
            + metrics.campaign
            + leads.campaign
        ),
    ),
    path(
        "w/<slug:workspace>/",
        include(
            insights.workspace
            + brief.workspace
            + plan.workspace
            + calendar.workspace
            + patterns.workspace
            + metrics.workspace
            + leads.workspace
        ),
    ),
]
