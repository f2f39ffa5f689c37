"""The addresses of imports, below `/w/<workspace>/c/<campaign>/import/`."""

from django.urls import path

from campaigns.plan.imports import views

campaign = [
    path("", views.files, name="import_plan"),
    path("<id:pk>/", views.file, name="import"),
    path("<id:pk>/choose/", views.choose, name="choose_import"),
    path("<id:pk>/run/", views.run, name="run_import"),
    path("<id:pk>/undo/", views.undo, name="undo_import"),
    path("<id:pk>/take-up/", views.take_up, name="take_up_import"),
]
