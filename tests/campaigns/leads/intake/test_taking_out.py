"""Files taken out again after others have gone on with what they brought."""

import pytest

from campaigns.leads.actions import editing, merging, quoting
from campaigns.leads.imports import actions
from campaigns.leads.models import Lead
from tests.campaigns.leads.intake.files import PLAIN

pytestmark = pytest.mark.usefixtures("words")


def test_a_lead_into_which_another_was_merged_stays(bring_file, lead, person):
    imp = bring_file(PLAIN)
    ada = Lead.objects.get(name="Ada Lovelace")
    merge = merging.merge(ada, lead(name="A. Lovelace"), by=person("manager"))

    undone = actions.undo(imp, by=person("manager"))

    assert (undone.state, undone.kept) == ("undone", 1)
    assert merging.unmerge(merge, by=person("manager")).undone_at


def test_one_from_whom_a_merge_was_taken_back_goes(bring_file, lead, person):
    imp = bring_file(PLAIN)
    ada, other = Lead.objects.get(name="Ada Lovelace"), lead(name="A. Lovelace")
    merging.unmerge(merging.merge(ada, other, by=person("manager")), by=person("manager"))

    undone = actions.undo(imp, by=person("manager"))

    assert undone.kept == 0
    assert list(Lead.objects.all()) == [other]


def test_a_lead_whose_words_a_rep_passed_on_stays(bring_file, person):
    imp = bring_file(PLAIN)
    ada = Lead.objects.get(name="Ada Lovelace")
    quote = quoting.quote(ada, by=person("sales"), body="Too dear for us", theme="price")

    undone = actions.undo(imp, by=person("manager"))

    quote.refresh_from_db()
    assert (undone.kept, quote.lead) == (1, ada)


def test_what_a_later_file_changed_goes_when_both_are_taken_out(bring_file, person):
    first = bring_file(PLAIN)
    later = bring_file(PLAIN.replace("1,250.50", "99"))

    undone = [actions.undo(imp, by=person("manager")) for imp in (later, first)]

    assert [imp.kept for imp in undone] == [0, 0]
    assert not Lead.objects.exists()


def test_what_somebody_changed_between_two_files_stays(bring_file, person):
    first = bring_file(PLAIN)
    ada = Lead.objects.get(name="Ada Lovelace")
    editing.edit(ada, by=person("manager"), version=ada.version, title="Countess")
    later = bring_file(PLAIN.replace("1,250.50", "99"))

    undone = [actions.undo(imp, by=person("manager")) for imp in (later, first)]

    assert [imp.kept for imp in undone] == [0, 1]
    assert Lead.objects.get().title == "Countess"
