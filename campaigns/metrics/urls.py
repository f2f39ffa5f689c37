"""The addresses of metrics, targets and numbers."""

from django.urls import path

from campaigns.metrics.intake import urls as intake
from campaigns.metrics.views import dictionary, entering, numbers, rows, targets

workspace = [
    *intake.workspace,
    path("metrics/", dictionary.metrics, name="metrics"),
    path("metrics/add/", dictionary.add, name="add_metric"),
    path("metrics/check/", dictionary.check_formula, name="check_formula"),
    path("metrics/<int:pk>/", dictionary.metric, name="metric"),
    path("metrics/<int:pk>/edit/", dictionary.edit, name="edit_metric"),
    path("metrics/<int:pk>/retire/", dictionary.retire, name="retire_metric"),
    path("metrics/<int:pk>/bring-back/", dictionary.bring_back, name="bring_back_metric"),
]

campaign = [
    *intake.campaign,
    path("targets/", targets.targets, name="targets"),
    path("targets/add/", targets.add, name="add_target"),
    path("targets/<id:target>/", targets.edit, name="target"),
    path("targets/<id:target>/remove/", targets.remove, name="remove_target"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers.csv", numbers.as_csv, name="numbers_csv"),
    path("numbers/rows/", rows.rows, name="number_rows"),
    path("numbers/enter/", entering.enter, name="enter_numbers"),
]
