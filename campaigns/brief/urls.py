"""The addresses of campaigns as a whole."""

from django.urls import path

from campaigns.brief.views import campaigns, inviting, people

public = [
    path("s/<str:token>/", people.open_shared, name="share_link"),
]

workspace = [
    path("people/invite/", inviting.invite, name="invite"),
    path("campaigns/new/", campaigns.new, name="new_campaign"),
]

campaign = [
    path("people/", people.people, name="participants"),
    path("people/invite/", people.invite, name="invite_participant"),
    path("people/<int:pk>/extend/", people.extend, name="extend_participant"),
    path("people/<int:pk>/end/", people.end, name="end_participant"),
    path("people/share/", people.share, name="share"),
    path("people/share/<int:pk>/revoke/", people.revoke, name="revoke_share_link"),
    path("settings/", campaigns.settings, name="campaign_settings"),
    path("settings/phase/", campaigns.advance, name="advance"),
]
