"""The addresses of pages over all campaigns."""

from django.urls import path

from campaigns.insights import views

workspace = [
    path("", views.my_work, name="my_work"),
    path("campaigns/", views.campaigns, name="campaigns"),
    path("search/", views.search, name="search"),
]
