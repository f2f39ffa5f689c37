"""The addresses of pages over all campaigns."""

from django.urls import path

from campaigns.insights import radar_views, views

workspace = [
    path("", views.my_work, name="my_work"),
    path("campaigns/", views.campaigns, name="campaigns"),
    path("search/", views.search, name="search"),
    path("radar/", radar_views.radar, name="radar"),
]

campaign = [path("radar/", radar_views.campaign_radar, name="campaign_radar")]
