"""`manage.py import_plan`."""

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from campaigns.plan.imports.models import Import
from campaigns.plan.models import Item
from workspace.kernel import outbox, scope


@pytest.fixture
def command(campaign, person, tmp_path, sample, capsys):
    """`command(data or sample name, *options)` gives the exit code and what was written."""

    def run(file, *options, by="manager"):
        path = tmp_path / (file if isinstance(file, str) else "plan.csv")
        path.write_bytes(sample(file) if isinstance(file, str) else file)
        arguments = [str(path), "--campaign", "spring", "--as", person(by).email.upper(), *options]
        code = 0
        with scope.none():
            try:
                call_command("import_plan", *arguments)
            except SystemExit as end:
                code = end.code
        written = capsys.readouterr()
        return code, written.out, written.err

    return run


def test_a_file_comes_in_and_comes_in_again(command):
    code, out, _err = command("plan.xlsx")
    again, told, _err = command("plan.xlsx")

    assert (code, again, Item.objects.count()) == (0, 0, 90)
    assert "date_order: DMY (certain)" in out
    assert "→ external_id" in out
    assert "done: 90 new, 0 changed, 0 same" in out
    assert "done: 0 new, 0 changed, 90 same" in told
    outbox.dispatch()
    assert Import.objects.filter(state="done").count() == 2


def test_open_questions_are_named_and_answered(command):
    code, _out, err = command("trello_board.json")
    answered, out, _err = command(
        "trello_board.json", "--choice", "time_zone=Asia/Shanghai", "--choice", "archived=True"
    )

    assert (code, "open: time_zone" in err) == (2, True)
    assert (answered, Item.objects.count()) == (0, 180)
    assert "done: 180 new" in out


def test_bad_rows_are_named_and_left_out_when_told_so(command):
    broken = b"Id,Title,Due\n1,Brief,2026-01-10\n2,Launch,soon\n"

    code, out, err = command(broken)
    going_on, _out, _err = command(broken, "--skip-bad-rows")

    assert code == 2
    assert "line 3, Due: 'soon': This is not a date" in out
    assert "1 place cannot be read" in err
    assert (going_on, Item.objects.count()) == (0, 1)


def test_a_dry_run_says_what_it_would_do(command):
    code, out, _err = command("asana_export.csv", "--dry-run")

    assert (code, Item.objects.count()) == (0, 0)
    assert "240 new" in out


@pytest.mark.parametrize("options", [("--dry-run", "--choice", "time_zone=UTC"), ()])
def test_a_file_that_does_not_come_in_leaves_nothing_behind(
    command, options, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        _code, out, _err = command("trello_board.json", *options)

    assert "new, 0 changed" in out
    assert Import.objects.count() == 0
    assert default_storage.listdir("imports")[1] == []


@pytest.mark.parametrize("choice", ["time_zone=Mars", "archived=perhaps", "moon=full", "moon"])
def test_a_file_with_a_choice_that_is_none_leaves_nothing_behind(
    command, choice, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(CommandError):
        command("trello_board.json", "--choice", choice)

    assert Import.objects.count() == 0
    assert not default_storage.exists("imports") or default_storage.listdir("imports")[1] == []


@pytest.mark.parametrize("by", ["sales", "guest"])
def test_who_may_not_bring_files_in_may_not_here_either(command, by):
    with pytest.raises(CommandError):
        command("plan.xlsx", by=by)


def test_what_does_not_exist_is_named(command, campaign, person, tmp_path):
    someone = person("manager").email
    file = tmp_path / "plan.csv"
    file.write_bytes(b"Id,Title\n1,Brief\n")

    for arguments, sentence in [
        ([str(file), "--campaign", "NONE", "--as", someone], "no campaign NONE"),
        ([str(file), "--campaign", "SPRING", "--as", "x@y.example"], "Nobody with the address"),
        ([str(tmp_path / "no.csv"), "--campaign", "SPRING", "--as", someone], "cannot be read"),
        ([str(file), "--campaign", "SPRING", "--as", someone, "--choice", "x"], "QUESTION=ANSWER"),
    ]:
        with scope.none(), pytest.raises(CommandError, match=sentence):
            call_command("import_plan", *arguments)
