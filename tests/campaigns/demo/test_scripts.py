import pytest

from campaigns.demo import scripts

STORY = """
key: SPRING
launch: -10
runs: -30..+20
phases: planned -25, live 0
people: jonas, lucie until +5

== Website / Awareness / Web and content
- Text | priya jonas | -8..-2 | 12h | deliverable | high | as text | #legal #research
  : What it is for.
  - First half | priya | -8..-5
  priya +1 team: Quietly.
  jonas moves +3: Illness.
  priya attaches list.csv +2: a,b; 1,2
- Page | jonas | 0 | milestone | < text | late 4 | check: One; Two
"""


def test_a_story_says_everything_of_its_items():
    script = scripts.read(STORY)
    text, half, page = script.parts

    assert script.runs == (-30, 20)
    assert script.phases == [("planned", -25), ("live", 0)]
    assert script.people == [("jonas", None), ("lucie", 5)]
    assert (text.channel, text.stage, text.team) == ("Website", "Awareness", "Web and content")
    assert (text.people, text.start, text.due, text.hours) == (["priya", "jonas"], -8, -2, 12)
    assert (text.kind, text.priority, text.labels) == ("deliverable", 2, ["legal", "research"])
    assert text.description == ["What it is for."]
    assert half.parent == text
    assert half.said == [scripts.Said("priya", 1, "Quietly.", True)]
    assert half.attached == [scripts.Attached("priya", 2, "list.csv", ["a,b", "1,2"])]
    assert half.moved == scripts.Moved("jonas", 3, "Illness.")
    assert (page.start, page.due, page.late) == (None, 0, 4)
    assert (page.waits_for, page.checklist) == ([text], ["One", "Two"])


def test_a_line_that_means_nothing_is_named():
    with pytest.raises(scripts.Unreadable, match="line 16: '  what is this'"):
        scripts.read(STORY + "  what is this")


def test_an_item_waits_only_for_what_the_story_has():
    with pytest.raises(scripts.Unreadable, match="'Page' waits for an unknown 'brief'"):
        scripts.read(STORY.replace("< text", "< brief"))
