"""`manage.py demo`: the demo workspace; with --campaigns and --items, a workspace of any size."""

import ipaddress
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from campaigns.demo import company, loading, sizes
from teams.models import User, Workspace
from workspace.kernel import scope


class Command(BaseCommand):
    help = "Load the demo workspace, or make one of any size for benchmarks."

    def add_arguments(self, parser):
        parser.add_argument(
            "--first-run", action="store_true", help="only when there is no workspace"
        )
        parser.add_argument("--campaigns", type=int, help="make this many campaigns for benchmarks")
        parser.add_argument("--items", type=int, default=1_000, help="items in each of them")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same plans")
        parser.add_argument("--workspace", metavar="SLUG", help="the workspace to make or to fill")
        parser.add_argument("--force", action="store_true", help="also on a public address")

    def handle(self, *, first_run, campaigns, items, seed, workspace, force, **_options):
        if first_run:
            self.first_run(seed, force)
        elif campaigns:
            self.refuse_in_public(force)
            self.make_size(workspace or "bench", campaigns, items, seed)
        else:
            self.refuse_in_public(force)
            self.load(workspace or company.SLUG, seed)

    def first_run(self, seed, force):
        if any_workspace():
            if demo_password_works():
                self.show_accounts()
        elif is_public(settings.PUBLIC_URL) and not force:
            self.stdout.write(
                "No demo workspace: its passwords are known, and this address is public."
            )
        else:
            self.load(company.SLUG, seed)

    def refuse_in_public(self, force):
        if is_public(settings.PUBLIC_URL) and not force:
            raise CommandError(
                f"{settings.PUBLIC_URL} is public, and everybody knows the demo password. "
                "Use --force if that is what you want."
            )

    def load(self, slug, seed):
        if exists(slug):
            raise CommandError(
                f"There is a workspace {slug} already; name another with --workspace."
            )
        self.stdout.write("Loading the demo workspace …")
        began = time.monotonic()
        loaded = loading.load(seed=seed, slug=slug)
        self.stdout.write(
            f"{loaded.workspace.name}: {len(loaded.campaigns)} campaigns, {loaded.items} items "
            f"in {time.monotonic() - began:.1f} s"
        )
        self.show_accounts()

    def make_size(self, slug, campaigns, items, seed):
        began = time.monotonic()
        for number, campaign in enumerate(
            sizes.make(slug=slug, campaigns=campaigns, items=items, seed=seed), 1
        ):
            rate = number * items / (time.monotonic() - began)
            self.stdout.write(f"{campaign.key}: {number} of {campaigns}, {rate:,.0f} items/s")

    def show_accounts(self):
        """One account per kind of user, and the one password of all of them."""
        self.stdout.write("")
        self.stdout.write(self.style.WARNING("Demo accounts. Everybody knows their password:"))
        self.stdout.write(f"  password  {self.style.SUCCESS(company.PASSWORD)}")
        for alias in company.KINDS_OF_USER:
            person = company.person(alias)
            self.stdout.write(
                f"  {person.role:<8}  {person.email:<30}  {person.name}, {person.title}"
            )
        self.stdout.write("")


def any_workspace():
    with scope.everything(because="whether this is the first run is asked of all workspaces"):
        return Workspace.objects.exists()


def exists(slug):
    with scope.everything(because="an address is taken over all workspaces"):
        return Workspace.objects.filter(slug=slug).exists()


def demo_password_works():
    owner = User.objects.filter(email=company.PEOPLE[0].email).first()
    return owner is not None and owner.check_password(company.PASSWORD)


def is_public(url):
    """Whether others than this machine and its private network reach `url`."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return host != "localhost" and not host.endswith(".localhost")
