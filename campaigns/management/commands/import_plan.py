"""`manage.py import_plan FILE --campaign KEY --as EMAIL`: bring a plan in from a file."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError

from campaigns.brief.models import Campaign
from campaigns.plan import answers
from campaigns.plan.imports import actions, forms, policies, previews
from campaigns.plan.imports.models import Import
from campaigns.plan.moving import impact
from teams.models import Member
from workspace.kernel import scope
from workspace.kernel.refusals import Refusal

UNANSWERED = 2
COUNTS = ("new", "changed", "same", "in_trash", "absent")


class Command(BaseCommand):
    help = (
        "Bring a plan in from a CSV, XLSX, Asana, Jira or Trello file: all of it or nothing. "
        "A file that came in before updates what it brought. "
        "Exit code 2: questions are open, or rows cannot be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--campaign", required=True, metavar="KEY")
        parser.add_argument("--as", required=True, dest="email", metavar="EMAIL")
        parser.add_argument(
            "--workspace", metavar="SLUG", help="needed when the person has several"
        )
        parser.add_argument(
            "--choice",
            action="append",
            default=[],
            metavar="QUESTION=ANSWER",
            help="such as date_order=DMY, columns.3=due_on, words.status.Parked=blocked",
        )
        parser.add_argument("--skip-bad-rows", action="store_true")
        parser.add_argument(
            "--why", default="", metavar="REASON", help="needed when a shared deadline moves"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what it would do")

    def handle(self, *, file, campaign, email, workspace, **options):
        by = self.member(email, workspace)
        with scope.of(by.workspace_id):
            try:
                self.bring(self.campaign(by, campaign), by, file, options)
            except Refusal as no:
                raise CommandError(no.in_full) from no

    def member(self, email, slug):
        with scope.everything(because="the command names the person before any workspace is known"):
            found = Member.objects.active().filter(user__email__iexact=email)
            found = found.filter(workspace__slug=slug) if slug else found
            members = list(found.select_related("workspace", "user")[:2])
        if len(members) == 1:
            return members[0]
        if members:
            raise CommandError(f"{email} belongs to several workspaces; name one: --workspace SLUG")
        raise CommandError(f"Nobody with the address {email} is here.")

    def campaign(self, by, key):
        found = Campaign.objects.visible_to(by).filter(key__iexact=key).first()
        if found is None:
            raise CommandError(f"There is no campaign {key}.")
        return found

    def bring(self, campaign, by, file, options):
        chosen = list(self.answers(options))
        imp = self.looked_at(campaign, by, file)
        try:
            self.go_through(imp, chosen, dry_run=options["dry_run"], why=options["why"])
        finally:
            # What was only looked at leaves nothing behind, however the look ended.
            actions.drop(imp)

    def go_through(self, imp, chosen, *, dry_run, why):
        for name, answer in chosen:
            reading, _plan = previews.understood(imp)
            actions.choose(imp, version=imp.version, **forms.answer(reading, name, answer))
        seen = previews.preview(imp)
        self.tell(seen)
        if not seen.ready:
            self.ask(seen)
            raise SystemExit(UNANSWERED)
        if not dry_run:
            self.run(imp, seen.moves, why)

    def looked_at(self, campaign, by, file):
        try:
            upload = SimpleUploadedFile(file.name, file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        policies.import_.demand(by, "add")
        return actions.start(campaign, by=by, upload=upload)

    def answers(self, options):
        for text in options["choice"]:
            name, equals, answer = text.partition("=")
            if not equals:
                raise CommandError(f"--choice {text}: write QUESTION=ANSWER")
            yield name, answer
        if options["skip_bad_rows"]:
            yield "skip_bad_rows", "True"

    def tell(self, seen):
        """How the file is understood, and what it would do."""
        for choice in seen.reading.choices:
            self.stdout.write(f"{choice.key}: {choice.value} ({choice.standing})")
        for column in seen.reading.columns:
            self.stdout.write(f"columns.{column.index}: {column.heading} → {column.field}")
        for problem in seen.plan.problems:
            self.stdout.write(
                f"line {problem.line}, {problem.column or '–'}: {problem.value!r}: "
                f"{problem.reason} {problem.mend}"
            )
        for left_out in seen.plan.left_out:
            self.stdout.write(left_out.sentence)
        self.tell_moves(seen.moves, seen.by)
        self.stdout.write(told(seen.counts))

    def tell_moves(self, moves, by):
        """What the file's new days do to others."""
        for step in moves.steps if moves.hits(by) else ():
            deadline = " (shared deadline)" if step.is_deadline else ""
            days = " → ".join(answers.stretch(each) for each in (step.before, step.after))
            self.stdout.write(f"moves {impact.keyed(step.item)}{deadline}: {days}")
        for each in moves.breaks:
            self.stdout.write(
                f"breaks {impact.keyed(each.later)}: {each.by_days} working days too early "
                f"for {impact.keyed(each.earlier)}"
            )
        if people := moves.people(by):
            self.stdout.write(f"told: {', '.join(member.name for member in people)}")

    def ask(self, seen):
        for question in seen.open_questions:
            self.stderr.write(f"open: {question} (answer it with --choice {question}=…)")
        if seen.plan.errors and not seen.plan.skip_bad_rows:
            many = len(seen.plan.errors)
            places = "1 place" if many == 1 else f"{many} places"
            self.stderr.write(f"{places} cannot be read; --skip-bad-rows goes on")
        if seen.circle:
            self.stderr.write(seen.circle.in_full)

    def run(self, imp, moves, why):
        """Here and now; the worker finds it done."""
        if moves.deadlines and not why.strip():
            raise CommandError("A shared deadline moves: say why with --why REASON.")
        actions.carry_out(actions.run(imp, version=imp.version, seen=moves.seal, why=why))
        imp = Import.objects.get(pk=imp.pk)
        if imp.state != Import.State.DONE:
            raise CommandError(imp.failure or "It is being brought in elsewhere.")
        self.stdout.write(self.style.SUCCESS(f"done: {told(imp.counts)}"))


def told(counts):
    return ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in COUNTS)
