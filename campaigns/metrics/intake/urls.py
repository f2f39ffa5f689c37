"""The addresses of numbers on their way in."""

from django.urls import path

from campaigns.metrics.intake import views

workspace = [
    path("numbers/", views.bring, name="bring_numbers"),
    path("numbers/waiting/", views.unmatched, name="unmatched"),
    path("numbers/waiting/<id:pk>/assign/", views.assign, name="assign_numbers"),
    path("numbers/waiting/<id:pk>/release/", views.release, name="release_numbers"),
    path("numbers/waiting/<id:pk>/ignore/", views.ignore, name="ignore_numbers"),
    path("numbers/<id:pk>/", views.batch, name="number_batch"),
    path("numbers/<id:pk>/choose/", views.choose, name="choose_numbers"),
    path("numbers/<id:pk>/run/", views.run, name="run_numbers"),
    path("numbers/<id:pk>/undo/", views.undo, name="undo_numbers"),
    path("numbers/<id:pk>/take-up/", views.take_up, name="take_up_numbers"),
    path("numbers/<id:pk>/remember/", views.remember, name="remember_numbers"),
    path("numbers/kinds/<id:pk>/forget/", views.forget, name="forget_mapping"),
]

campaign = [path("numbers/paste/", views.paste, name="paste_numbers")]
