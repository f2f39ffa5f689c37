"""The addresses of a plan's history, below `/w/<workspace>/c/<campaign>/`."""

from django.urls import path

from campaigns.history.views import baselines, compare, past

campaign = [
    path("compare/", compare.compare, name="compare"),
    path("compare.csv", compare.as_csv, name="compare_csv"),
    path("baselines/", baselines.baselines, name="baselines"),
    path("baselines/add/", baselines.add, name="baselines_add"),
    path("baselines/<id:baseline>/remove/", baselines.remove, name="remove_baseline"),
    path("visit/", baselines.visit, name="visit"),
    path("at/", past.time_machine, name="time_machine"),
    path("at/<id:revision>/", past.past, name="past"),
]
