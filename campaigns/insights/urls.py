"""The addresses of pages over all campaigns."""

from django.urls import path

from campaigns.insights import (
    campaign_dates,
    journey_views,
    overview_views,
    portfolio_timeline,
    radar_views,
    verdict_views,
    views,
    workload_views,
)

workspace = [
    path("", views.my_work, name="my_work"),
    path("campaigns/", views.campaigns, name="campaigns"),
    path("overview/", overview_views.page, name="overview"),
    path("overview.csv", overview_views.as_csv, name="overview_csv"),
    path("timeline/", portfolio_timeline.portfolio_timeline, name="portfolio_timeline"),
    path("workload/", workload_views.page, name="workload"),
    path("search/", views.search, name="search"),
    path("radar/", radar_views.radar, name="radar"),
]

campaign = [
    path("verdict/", verdict_views.verdict, name="verdict"),
    path("touchpoints/", journey_views.touchpoints, name="touchpoints"),
    path("touchpoints/changes/", journey_views.since, name="touchpoint_changes"),
    path("touchpoints/<id:channel>/<id:stage>/", journey_views.touchpoint, name="touchpoint"),
    path("radar/", radar_views.campaign_radar, name="campaign_radar"),
    path("dates/", campaign_dates.dates, name="campaign_dates"),
]
