"""Make an API token from the command line, and print it once."""

from django.core.management.base import BaseCommand, CommandError

from teams.actions import tokens
from teams.models import Member
from teams.policies import token_scopes
from workspace.kernel import scope
from workspace.kernel.refusals import Refusal


class Command(BaseCommand):
    help = "Makes an API token for a member of a workspace and prints it; it is not kept."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument(
            "--scopes",
            nargs="+",
            required=True,
            metavar="SCOPE",
            help=f"some of: {' '.join(sorted(token_scopes()))}",
        )
        parser.add_argument("--name", default="command line")
        parser.add_argument("--days", type=int, help="how long it works; left out: until revoked")

    def handle(self, *, email, workspace, scopes, name, days, **options):
        member = self.member(email, workspace)
        # Written with commas or with blanks, as people do.
        wanted = {each for words in scopes for each in words.split(",") if each}
        try:
            with scope.of(member.workspace_id):
                _token, secret = tokens.make(by=member, name=name, scopes=wanted, days=days)
        except Refusal as no:
            raise CommandError(no.in_full) from None
        self.stdout.write(secret)

    def member(self, email, slug):
        with scope.everything(because="the command's arguments name the workspace"):
            found = Member.objects.active().filter(user__email__iexact=email, workspace__slug=slug)
            member = found.first()
        if member is None:
            raise CommandError(f"{email} is not an active member of {slug}")
        return member
