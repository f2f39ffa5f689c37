"""What the page of a file of leads shows: questions, decisions, columns, words and a sample."""

from types import SimpleNamespace

from django.utils.translation import gettext_lazy as _

from campaigns.leads.imports import headings, words
from campaigns.leads.imports.reading import NOTHING
from campaigns.leads.models import Lead
from campaigns.plan.imports.reading import Standing
from teams.forms import time_zone_choices

SAMPLE = 10
MOST_PROBLEMS = 100
SHOWN_ALWAYS = 12
DECISIONS = {
    "vendor": _("Written by"),
    "encoding": _("Encoding"),
    "delimiter": _("Cells are parted by"),
    "sheet": _("Sheet"),
    "header_line": _("Headings stand in line"),
    "date_order": _("Dates are written as"),
    "time_zone": _("Moments are meant in the time zone"),
    "decimal": _("Decimal mark"),
    "currency": _("Currency of amounts that name none"),
    "place": _("Channel that the leads came from"),
    "stage": _("Journey stage at which they came"),
}
VOCABULARIES = {"state": _("State"), "owner": _("Owner"), "place": _("Channel")}
ALWAYS = {"time_zone"}


def face(seen, around):
    """The context of a preview; `seen` is what `actions.preview` gives."""
    read, draft, counts = seen
    decisions = [decision(choice) for choice in read.choices if is_shown(choice)]
    columns = [column(each) for each in read.columns]
    named = [word(each, around) for each in read.words]
    errors = draft.errors
    return {
        "counts": counts,
        "vendor": headings_label(read["vendor"]),
        "questions": [each for each in (*decisions, *columns, *named) if each.is_open],
        "decisions": [each for each in decisions if not each.is_open],
        "columns": columns,
        "words": named,
        "fold": len(named) > SHOWN_ALWAYS,
        "errors": errors[:MOST_PROBLEMS],
        "error_count": len(errors),
        "more_errors": max(len(errors) - MOST_PROBLEMS, 0),
        "skips_bad_rows": draft.skips,
        "lost": draft.lost,
        "sample": sample(draft, around),
        "ready": draft.ready and not read.open_questions,
        "coming": counts["new"] + counts["changed"],
    }


def headings_label(choice):
    return next((o.label for o in choice.options if o.value == choice.value), choice.value)


def is_shown(choice):
    return choice.key in DECISIONS and (len(choice.options) > 1 or choice.key in ALWAYS)


def control(question, label, chosen, standing, options, **more):
    return SimpleNamespace(
        question=question,
        label=label,
        value=chosen,
        is_open=standing is Standing.OPEN,
        options=[
            SimpleNamespace(value=v, label=text, selected=str(v) == str(chosen))
            for v, text in options
        ],
        **more,
    )


def decision(choice):
    options = [(each.value, option_label(each)) for each in choice.options]
    if choice.key == "time_zone":
        options = time_zone_choices()
    return control(choice.key, DECISIONS[choice.key], choice.value, choice.standing, options)


def option_label(option):
    label, evidence = str(option.label or option.value), option.evidence
    if evidence.isdigit():
        return f"{label} ({evidence})" if int(evidence) else label
    return f"{label} – {evidence}" if evidence else label


def column(each):
    return control(
        f"columns.{each.index}",
        each.heading,
        each.field,
        each.standing,
        list(headings.FIELDS.items()),
        samples=each.samples,
        filled=each.filled,
    )


def word(each, around):
    return control(
        f"words.{each.vocabulary}.{each.word}",
        each.word,
        each.meaning,
        each.standing,
        meanings(each.vocabulary, around),
        vocabulary=VOCABULARIES[each.vocabulary],
        count=each.count,
    )


def meanings(vocabulary, around):
    """What a word may be taken for, as (value, label)."""
    if vocabulary == "state":
        return [(state.value, state.label) for state in words.STATES]
    rows = around.people if vocabulary == "owner" else around.channels
    nothing = _("Nobody") if vocabulary == "owner" else _("none")
    return [(NOTHING, nothing), *((str(row.pk), row.name) for row in rows)]


def sample(draft, around):
    channels = {each.pk: each.name for each in around.channels}
    people = {each.pk: each.name for each in around.people}
    return [
        SimpleNamespace(
            name=row["name"],
            company=row["company"],
            email=row["email"],
            phone=row["phone"],
            state=Lead.State(row["state"]).label,
            channel=channels.get(row["place"][0], "") if row["place"] else "",
            owner=people.get(row["owner_id"], ""),
            created_at=row.get("created_at"),
        )
        for row in draft.rows[:SAMPLE]
    ]
