"""The addresses of campaigns as a whole."""

from django.urls import path

from campaigns.brief.views import campaigns, gate, health, inviting, people

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
    path("golive/", gate.golive, name="golive"),
    path("golive/waive/", gate.waive, name="waive"),
    path("golive/waivers/<id:waiver>/withdraw/", gate.withdraw, name="withdraw_waiver"),
    path("health/", health.stands, name="health"),
    path("health/override/", health.override, name="override_health"),
    path("health/override/end/", health.take_back, name="take_back_health"),
]
