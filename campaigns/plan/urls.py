"""The addresses of a plan, below `/w/<workspace>/c/<campaign>/`."""

from django.urls import include, path

from campaigns.plan.imports import urls as imports
from campaigns.plan.moving import urls as moving
from campaigns.plan.views import board, exports, fitting, items, many, talk, words

item = [
    path("", items.item, name="item"),
    path("trash/", items.trash, name="trash_item"),
    path("waits/", items.wait, name="wait_for"),
    path("fitting/", fitting.fits, name="fitting"),
    path("parent/", items.belong, name="part_of"),
    path("labels/", items.label, name="label_item"),
    path("comments/", talk.comment, name="comment"),
    path("checklist/", talk.add_entry, name="checklist"),
    path("checklist/<id:entry>/", talk.edit_entry, name="edit_entry"),
    path("checklist/<id:entry>/remove/", talk.remove_entry, name="remove_entry"),
    path("files/", talk.attach, name="attach"),
    path("activity/", many.item_activity, name="item_activity"),
]

campaign = [
    path("", board.home, name="campaign"),
    path("board/", board.board, name="board"),
    path("list/", board.rows, name="list"),
    path("changes/", board.since, name="changes"),
    path("presence/", board.faces, name="presence"),
    path("items/", items.add, name="add_item"),
    path("items/new/", items.new, name="new_item"),
    path("items/<id:number>/", include(item)),
    path("trash/", many.trashed, name="trash"),
    path("trash/restore/", many.restore, name="restore"),
    path("undo/<id:revision>/", many.undo, name="undo"),
    path("activity/", many.activity, name="activity"),
    path("export.csv", exports.as_csv, name="export_csv"),
    path("export.xlsx", exports.as_xlsx, name="export_xlsx"),
    path("import/", include(imports.campaign)),
    *moving.campaign,
]

workspace = [
    path("words/", words.words, name="words"),
    path("words/channels/", words.add_channel, name="add_channel"),
    path("words/channels/<id:channel>/", words.edit_channel, name="edit_channel"),
    path("words/channels/<id:channel>/remove/", words.remove_channel, name="remove_channel"),
    path("words/stages/", words.add_stage, name="add_stage"),
    path("words/stages/<id:stage>/", words.edit_stage, name="edit_stage"),
    path("words/stages/<id:stage>/remove/", words.remove_stage, name="remove_stage"),
    path("words/labels/<id:label>/", words.edit_label, name="edit_label"),
    path("words/labels/<id:label>/remove/", words.remove_label, name="remove_label"),
    path("comments/<id:comment>/edit/", talk.edit_comment, name="edit_comment"),
    path("comments/<id:comment>/remove/", talk.remove_comment, name="remove_comment"),
    path("mentions/<id:mention>/settle/", talk.settle, name="settle"),
    path("files/<str:key>/", talk.file, name="file"),
    path("files/<str:key>/remove/", talk.remove_file, name="remove_file"),
    *moving.workspace,
]
