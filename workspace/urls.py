"""Every address of Roundtable; each route behind it has a gate or a reason to be public."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("teams.urls")),
]
