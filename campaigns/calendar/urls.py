"""The addresses of calendars, of those laid over them, and of feeds for others."""

from django.urls import path

from campaigns.calendar.views import calendars, feeds, overlays

public = [
    path("feeds/<str:token>.ics", feeds.feed, name="feed"),
]

campaign = [
    path("calendar/", calendars.of_campaign, name="calendar"),
]

workspace = [
    path("calendar/", calendars.of_workspace, name="calendars"),
    path("calendar/others/", overlays.overlays, name="overlays"),
    path("calendar/others/<int:pk>/refresh/", overlays.refresh, name="refresh_overlay"),
    path("calendar/others/<int:pk>/remove/", overlays.remove, name="remove_overlay"),
    path("feeds/", feeds.mine, name="feeds"),
    path("feeds/<int:pk>/revoke/", feeds.revoke, name="revoke_feed"),
]
