"""What is too long is refused with a sentence and stays as it was typed; no browser cuts it."""

from importlib import import_module

import pytest
from django import forms
from django.conf import settings

from campaigns.plan import actions
from campaigns.plan.models import Item, Label
from workspace.kernel.templatetags.look import control
from workspace.kernel.typed import Line

LONG = "Write the brief " * 15
HTMX = {"HX-Request": "true"}
FORMS = [
    f"{app}.{module}"
    for app, modules in {
        "teams": ("forms", "calendar_forms", "account_forms"),
        "campaigns": (
            "brief.forms",
            "calendar.forms",
            "history.forms",
            "insights.campaign_dates",
            "journey.forms",
            "leads.decision_forms",
            "leads.forms",
            "leads.imports.forms",
            "metrics.intake.forms",
            "metrics.forms",
            "patterns.forms",
            "plan.forms",
            "plan.imports.forms",
            "plan.moving.forms",
        ),
    }.items()
    for module in modules
]


def test_no_template_lets_a_browser_cut_what_is_typed():
    folder = settings.BASE_DIR / "templates"
    found = [
        str(path.relative_to(folder))
        for path in folder.rglob("*.html")
        if "maxlength" in path.read_text()
    ]

    assert found == []


@pytest.mark.parametrize("module", FORMS)
def test_no_field_lets_a_browser_cut_what_is_typed(module):
    found = {
        form
        for form in vars(import_module(module)).values()
        if isinstance(form, type) and issubclass(form, forms.BaseForm)
    }

    for form in found:
        texts = {n: f for n, f in form.base_fields.items() if isinstance(f, forms.CharField)}
        shown = type("Shown", (forms.Form,), texts)()
        assert [field.name for field in shown if "maxlength" in control(field)] == []
        own = [field for field in shown if isinstance(field.field, Line)]
        assert [field.name for field in own if "maxlength" in str(field)] == []


@pytest.fixture
def browser(person, signed_in):
    return signed_in(person("member"))


def test_the_page_of_a_new_item_keeps_what_was_refused(campaign, person, browser):
    page = "/w/acme/c/SPRING/items/new/"
    typed = {"title": LONG, "due_on": "2026-12-01", "description": "All of it."}
    typed["assignees"] = [str(person("member").pk)]

    answer = browser.post(page, typed)

    form = answer.context["form"]
    assert answer.status_code == 422
    assert Item.objects.count() == 0
    assert {name: form[name].value() for name in typed} == typed
    assert form.errors.keys() == {"title"}
    assert LONG.strip() in answer.content.decode()
    saved = browser.post(page, typed | {"title": "Write the brief"})
    assert saved["Location"] == "/w/acme/c/SPRING/items/1/"


def test_a_new_item_without_a_title_says_so_at_its_field(campaign, browser):
    answer = browser.post("/w/acme/c/SPRING/items/new/", {"title": " ", "description": "Kept"})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"title"}
    assert answer.context["form"]["description"].value() == "Kept"


def test_a_quick_add_and_the_open_item_name_the_field_that_keeps_its_text(plan, browser):
    plan("brief")

    answers = [
        browser.post(f"/w/acme/c/SPRING/items/{path}", {"title": LONG, "version": 1}, headers=HTMX)
        for path in ("", "1/change/")
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert ['{"title":' in answer["Refused-Fields"] for answer in answers] == [True, True]
    assert Item.objects.get().title == "brief"


def test_a_page_of_its_own_shows_what_was_refused_as_it_was_typed(plan, browser):
    plan("brief")

    answer = browser.post("/w/acme/c/SPRING/items/1/change/", {"title": LONG, "version": 1})

    assert answer.status_code == 422
    assert f"readonly>{LONG}</textarea>" in answer.content.decode()


def test_a_label_has_as_many_characters_as_are_kept_of_it(plan, person, browser):
    plan("brief")
    label = actions.label_named(person("member").workspace_id, "legal", by=person("member"))

    answers = [
        browser.post(path, {"name": "l" * 51})
        for path in ("/w/acme/c/SPRING/items/1/labels/", f"/w/acme/words/labels/{label.pk}/")
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert Label.objects.get().name == "legal"
