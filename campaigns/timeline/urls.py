"""The addresses of a campaign's timeline, below `/w/<workspace>/c/<campaign>/`."""

from django.urls import path

from campaigns.timeline import views

campaign = [
    path("timeline/", views.timeline, name="timeline"),
    path("timeline/changes/", views.since, name="timeline_changes"),
]
