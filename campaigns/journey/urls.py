"""Where touchpoints are changed, below `/w/<workspace>/c/<campaign>/`."""

from django.urls import path

from campaigns.journey import views

campaign = [
    path("touchpoints/<id:channel>/<id:stage>/edit/", views.edit, name="edit_touchpoint"),
]
