"""Every address of Roundtable; each route behind it has a gate or a reason to be public."""

from django.urls import include, path, re_path

from campaigns import api as campaigns
from teams import api as people
from teams.views import providers
from workspace.kernel import health, metrics
from workspace.kernel.api.description import description
from workspace.kernel.gallery import gallery

urlpatterns = [
    path("", include("campaigns.urls")),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", metrics.metrics),
    path("ui/", gallery, name="gallery"),
    # Before allauth's own, and in its words, so that nothing comes by the other.
    re_path(
        r"^accounts/oidc/(?P<provider_id>[^/]+)/login/$",
        providers.leave,
        name="openid_connect_login",
    ),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include(([*people.routes, *campaigns.routes], "api"))),
    path("api/schema/", description, name="schema"),
    path("", include("teams.urls")),
]
