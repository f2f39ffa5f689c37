"""The addresses of leads."""

from django.urls import path

from campaigns.leads.imports import views as imports
from campaigns.leads.views import (
    answering,
    deciding,
    forms,
    inbox,
    lead,
    listing,
    looks,
    receiving,
    ruling,
    twins,
)

public = [
    path("f/<str:form_key>/", receiving.receive, name="receive_lead"),
]

campaign = [
    path("verdict/answer/", answering.answer, name="answer"),
    path("leads/", listing.of_campaign, name="leads"),
    path("leads/export.csv", listing.campaign_csv, name="export_campaign_leads"),
    path("leads/new/", lead.new, name="new_lead"),
    path("leads/bring/", imports.files, name="bring_leads"),
    path("leads/bring/<id:lead_import>/", imports.file, name="lead_import"),
    path("leads/bring/<id:lead_import>/choose/", imports.choose, name="choose_lead_import"),
    path("leads/bring/<id:lead_import>/run/", imports.run, name="run_lead_import"),
    path("leads/bring/<id:lead_import>/undo/", imports.undo, name="undo_lead_import"),
    path("leads/forms/", forms.forms, name="forms"),
    path("leads/forms/<id:form>/rotate/", forms.rotate, name="rotate_form"),
    path("leads/forms/<id:form>/revoke/", forms.revoke, name="revoke_form"),
]

workspace = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/seen/", answering.see, name="see_answers"),
    path("leads/rules/", ruling.rules, name="sales_rules"),
    path("leads/rules/time/", ruling.agree, name="agree_on_time"),
    path("leads/rules/hours/", ruling.set_hours, name="set_office_hours"),
    path("leads/rules/hours/<id:hours>/drop/", ruling.drop_hours, name="drop_office_hours"),
    path("leads/rules/reasons/", ruling.add_reason, name="add_reason"),
    path("leads/rules/reasons/<id:reason>/", ruling.change_reason, name="change_reason"),
    path("leads/<id:lead>/accept/", deciding.accept, name="accept_lead"),
    path("leads/<id:lead>/reject/", deciding.reject, name="reject_lead"),
    path("leads/<id:lead>/recycle/", deciding.recycle, name="recycle_lead"),
    path("leads/<id:lead>/note/", deciding.note, name="note_lead"),
    path("leads/<id:lead>/quote/", deciding.quote, name="quote_lead"),
    path("leads/<id:lead>/undo/", deciding.undo, name="undo_lead"),
    path("leads/<id:lead>/promote/", deciding.promote, name="promote_lead"),
    path("leads/<id:lead>/advance/", deciding.advance, name="advance_lead"),
    path("leads/", listing.of_workspace, name="all_leads"),
    path("leads/export.csv", listing.workspace_csv, name="export_leads"),
    path("leads/duplicates/", twins.duplicates, name="duplicates"),
    path("leads/log/", looks.looks, name="looks"),
    path("leads/log.csv", looks.as_csv, name="looks_csv"),
    path("leads/<id:lead>/", lead.lead, name="lead"),
    path("leads/<id:lead>/change/", lead.change, name="change_lead"),
    path("leads/<id:lead>/erase/", lead.erase, name="erase_lead"),
    path("leads/<id:lead>/merge/<id:other_lead>/", twins.merge, name="merge_leads"),
    path("leads/<id:lead>/merges/<id:merge>/undo/", twins.undo, name="undo_merge"),
]
