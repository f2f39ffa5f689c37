"""The addresses of templates, and of items that return."""

from django.urls import path

from campaigns.patterns.views import recurring, templates

campaign = [
    path("template/", templates.save, name="save_template"),
    path("items/<id:number>/repeats/", recurring.repeats, name="repeats"),
    path("items/<id:number>/repeats/stop/", recurring.stop, name="stop_repeating"),
]

workspace = [
    path("templates/", templates.templates, name="templates"),
    path("templates/<int:pk>/", templates.rename, name="rename_template"),
    path("templates/<int:pk>/remove/", templates.remove, name="remove_template"),
    path("templates/<int:pk>/start/", templates.start, name="start_from_template"),
]
