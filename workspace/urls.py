"""Every address of Roundtable; each route behind it has a gate or a reason to be public."""

from django.urls import include, path

from workspace.kernel.gallery import gallery

urlpatterns = [
    path("ui/", gallery, name="gallery"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include((people.routes + campaigns.routes, "api"))),
    path("api/schema/", api_schema, name="schema"),
    path("api/", include(nowhere)),
    path("", include("teams.urls")),
    path("", include("campaigns.urls")),
]
