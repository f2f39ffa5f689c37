"""The addresses of moving dates."""

from django.urls import path

from campaigns.plan.moving import editing, views

campaign = [
    path("move/", views.shift, name="move_items"),
    path("items/bulk/", editing.bulk, name="bulk"),
    path("items/<id:number>/change/", editing.change, name="change_item"),
    path("items/<id:number>/place/", editing.place, name="place_item"),
    path("items/<id:number>/waits/how/", views.how, name="how_it_waits"),
    path("items/<id:number>/move/", views.move, name="move_item"),
    path("moves/", views.moves, name="moves"),
    path("schedule/", views.lay, name="lay_plan"),
]

workspace = [
    path("notices/<id:notice>/answer/", views.answer, name="answer_notice"),
    path("moves/<id:move>/remind/", views.remind, name="remind_move"),
    path("moves/<id:move>/settle/", views.settle, name="settle_move"),
]
