"""The addresses of leads."""

from django.urls import path

from campaigns.leads.views import forms, lead, listing, looks, receiving, twins

public = [
    path("f/<str:form_key>/", receiving.receive, name="receive_lead"),
]

campaign = [
    path("leads/", listing.of_campaign, name="leads"),
    path("leads/export.csv", listing.campaign_csv, name="export_campaign_leads"),
    path("leads/new/", lead.new, name="new_lead"),
    path("leads/forms/", forms.forms, name="forms"),
    path("leads/forms/<id:form>/rotate/", forms.rotate, name="rotate_form"),
    path("leads/forms/<id:form>/revoke/", forms.revoke, name="revoke_form"),
]

workspace = [
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
