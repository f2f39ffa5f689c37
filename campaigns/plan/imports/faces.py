"""What the page of an import shows of its file: questions, decisions, words and a sample."""

from dataclasses import replace
from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.plan.imports import comparing, matching, running
from campaigns.plan.imports.reading import Standing
from campaigns.plan.imports.reading.headings import FIELDS
from campaigns.plan.imports.reading.vendors import label_of
from campaigns.plan.imports.reading.words import MEANINGS
from campaigns.plan.models import Kind, Priority, Status
from campaigns.plan.moving import showing
from teams.forms import time_zone_choices
from workspace.kernel.values import plain

SAMPLE = 10
MOST_PROBLEMS = 100
MOST_MOVES = 1_000
SHOWN_ALWAYS = 12  # longer lists of words and people are folded

DECISIONS = {
    "vendor": gettext_lazy("Written by"),
    "encoding": gettext_lazy("Encoding"),
    "delimiter": gettext_lazy("Cells are parted by"),
    "sheet": gettext_lazy("Sheet"),
    "header_line": gettext_lazy("Headings stand in line"),
    "skip_lines": gettext_lazy("Lines left out"),
    "date_order": gettext_lazy("Dates are written as"),
    "time_zone": gettext_lazy("Moments are meant in the time zone"),
    "decimal": gettext_lazy("Decimal mark"),
    "people_comma": gettext_lazy("A comma between two names parts"),
    "done_by": gettext_lazy("What is done"),
    "archived": gettext_lazy("Archived cards"),
    "comments": gettext_lazy("Comments can be read by"),
    "same_ids": gettext_lazy("Rows with the ids of items that are here"),
}
ASKED_ELSEWHERE = {"container", "skip_bad_rows"}
VOCABULARY_LABELS = {
    "status": gettext_lazy("Status"),
    "section": gettext_lazy("Section or list"),
    "kind": gettext_lazy("Kind"),
    "priority": gettext_lazy("Priority"),
    "channel": gettext_lazy("Channel"),
    "stage": gettext_lazy("Journey stage"),
    "team": gettext_lazy("Team"),
}
MEANING_LABELS = {
    "status": Status,
    "section": Status,
    "kind": Kind,
    "priority": {priority.name.lower(): priority.label for priority in Priority},
}
MATCH_LABELS = {
    matching.NEW: gettext_lazy("Make it new"),
    matching.COLUMN: gettext_lazy("Keep the word in a column of its own"),
    matching.NAME: gettext_lazy("Keep as a name"),
    matching.INVITE: gettext_lazy("Invite"),
    matching.NOBODY: gettext_lazy("Do not assign"),
}


def face(seen, workspace):
    """The context of a preview; `seen` is a `previews.Preview`."""
    decisions = [decision(choice, workspace) for choice in seen.reading.choices if is_shown(choice)]
    decisions += own_decisions(seen)
    columns = [column(each) for each in seen.reading.columns]
    words = [word(each) for each in seen.reading.words]
    words += [matched_word(each, seen.matches) for each in seen.matches.words]
    people = [person(each, seen.matches) for each in seen.matches.people]
    told = [*decisions, *columns, *words, *people]
    return {
        "seen": seen,
        "vendor": label_of(seen.reading["vendor"].value),
        "questions": [each for each in told if each.is_open],
        "decisions": [each for each in decisions if not each.is_open],
        "columns": columns,
        "words": words,
        "people": people,
        "fold": len(words) > SHOWN_ALWAYS,
        "errors": seen.plan.errors[:MOST_PROBLEMS],
        "more_errors": len(seen.plan.errors[MOST_PROBLEMS:]),
        "warnings": [p for p in seen.plan.problems if p not in seen.plan.errors][:MOST_PROBLEMS],
        "left_out": [each.sentence for each in seen.plan.left_out],
        "skips_bad_rows": seen.plan.skip_bad_rows,
        "sample": sample(seen),
        "coming": seen.counts["new"] + seen.counts["changed"],
        "impact": impact_of(seen, workspace.slug) if seen.moves.hits(seen.by) else None,
    }


def impact_of(seen, slug):
    """The list of what the file's days move and break, shared deadlines first."""
    moves = seen.moves
    steps = sorted(moves.steps, key=lambda step: not step.is_deadline)
    shown = showing.context_of(replace(moves, steps=steps[:MOST_MOVES]), slug, seen.by)
    more = max(0, len(steps) - MOST_MOVES)
    people = moves.people(seen.by)
    return shown | {"count": len(steps), "more": more, "seal": moves.seal, "people": people}


def control(question, label, chosen, standing, options, **more):
    """One thing a person can decide: a list of options, or a line of text when there are none."""
    return SimpleNamespace(
        question=question,
        label=label,
        value=chosen,
        standing=standing,
        is_open=standing is Standing.OPEN,
        is_chosen=standing is Standing.CHOSEN,
        options=[
            SimpleNamespace(value=v, label=name, selected=str(v) == str(chosen))
            for v, name in options
        ],
        **more,
    )


def is_shown(choice):
    """Decisions that could be otherwise."""
    return choice.key not in ASKED_ELSEWHERE and (
        len(choice.options) > 1 or choice.key in {"skip_lines", "time_zone"}
    )


def decision(choice, workspace):
    chosen, options = choice.value, [(o.value, option_label(o)) for o in choice.options]
    if choice.key == "time_zone":
        options = time_zone_choices()
        chosen = workspace.time_zone if choice.standing is not Standing.CHOSEN else chosen
    if choice.key == "skip_lines":
        chosen = ", ".join(map(str, chosen))
    return control(choice.key, DECISIONS[choice.key], chosen, choice.standing, options)


def option_label(option):
    """With what speaks for it: how many cells do, or what the file would look like."""
    label, evidence = str(option.label or option.value), option.evidence
    if evidence.isdigit():
        return f"{label} ({evidence})" if int(evidence) else label
    return f"{label} – {evidence}" if evidence else label


def own_decisions(seen):
    choices = seen.choices
    if any(item.comments for item in seen.plan.items):
        yield control(
            "comments",
            DECISIONS["comments"],
            choices.get("comments", "team"),
            Standing.CHOSEN if "comments" in choices else Standing.LIKELY,
            [("team", _("the team only")), (running.EVERYBODY, _("everybody, guests too"))],
        )
    if seen.doubts_ids or "same_ids" in choices:
        yield control(
            "same_ids",
            DECISIONS["same_ids"],
            choices.get("same_ids", comparing.UPDATE),
            Standing.OPEN if seen.doubts_ids else Standing.CHOSEN,
            [
                (comparing.UPDATE, _("are those items, and update them")),
                (comparing.ADD, _("are other work, and come in as new items")),
            ],
        )


def column(each):
    options = [(name, field.label) for name, field in FIELDS.items()]
    return control(
        f"columns.{each.index}",
        each.heading,
        each.field,
        each.standing,
        options,
        samples=each.samples,
        filled=each.filled,
    )


def word(each):
    labels = MEANING_LABELS[each.vocabulary]
    options = [(name, meaning_label(labels, name)) for name in MEANINGS[each.vocabulary]]
    return control(
        f"words.{each.vocabulary}.{each.word}",
        each.word,
        each.meaning,
        each.standing,
        options,
        vocabulary=VOCABULARY_LABELS[each.vocabulary],
        count=each.count,
    )


def meaning_label(labels, name):
    return labels[name] if isinstance(labels, dict) else labels(name).label


def matched_word(each, matches):
    rows = [(f"{matching.ROW}:{row.pk}", row.name) for row in matches.rows[each.vocabulary]]
    return control(
        f"{each.vocabulary}.{each.word}",
        each.word,
        each.decision,
        each.standing,
        [*decision_options(each), *rows],
        vocabulary=VOCABULARY_LABELS[each.vocabulary],
        count=each.count,
    )


def decision_options(match):
    return [(name, MATCH_LABELS[name]) for name in match.decisions]


def person(each, matches):
    rows = [(f"{matching.ROW}:{m.pk}", person_label(m)) for m in matches.members]
    return control(
        f"people.{each.key}",
        each.ref.name or each.ref.mail,
        each.decision,
        each.standing,
        [*decision_options(each), *rows],
        mail=each.ref.mail,
        spellings=[text for text in each.spellings if text != each.ref.name],
        count=each.items,
        taken=each.mail_is_taken,
    )


def person_label(member):
    return f"{member.name} <{member.email}>" if member.email else member.name


def sample(seen):
    """The first items as they will be."""
    titles = {item.external_id: item.title for item in seen.plan.items}
    known = {said.draft.external_id for _known, said in seen.comparison.found}
    return [
        SimpleNamespace(
            draft=item,
            is_new=item.external_id not in known,
            status_label=Status(item.status).label,
            kind_label=Kind(item.kind).label,
            people=[ref.name or ref.mail for ref in item.people],
            estimate=plain(item.estimate_hours),
            parent=titles.get(item.parent, ""),
            waits_for=[titles[wait.on] for wait in item.waits_for if wait.on in titles],
            checks=len(item.checklist),
            own=list(item.fields.items())[:4],
        )
        for item in seen.plan.items[:SAMPLE]
    ]
