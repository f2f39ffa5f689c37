"""A small workspace on a served installation, written by a process of its own.

    with telling(served) as tell:
        place = tell("begin")           # {"follow", "sessions": {role: key}, "token", "item", …}
        tell("edit", "A new title")

Each line is one thing that happens there, by the ordinary actions; its answer is plain JSON.
"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

ROLES = ("owner", "member", "guest")


@contextmanager
def telling(served):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.story"],
        cwd=os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
        env=served.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def tell(what, *arguments):
        process.stdin.write(json.dumps([what, *arguments]) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, f"The story ended at {what!r}"
        return json.loads(line)

    try:
        yield tell
    finally:
        process.stdin.close()
        process.wait(timeout=20)


class Story:
    def begin(self):
        from campaigns.plan import actions
        from teams.actions import tokens
        from tests import furniture
        from workspace.kernel import scope
        from workspace.kernel.live import following

        workspace = furniture.workspace("acme")
        with scope.of(workspace.pk):
            people = furniture.People(workspace)
            self.people = {role: people(role) for role in ROLES}
            self.campaign = furniture.campaign(workspace, by=self.people["owner"])
            self.grant = furniture.grant(self.campaign, self.people["guest"])
            self.item = actions.add(self.campaign, by=self.people["owner"], title="Watched")
            scopes = ("plan:read", "plan:write")
            _token, secret = tokens.make(by=self.people["member"], name="test", scopes=scopes)
            both = following(("workspace", workspace.pk), ("campaign", self.campaign.pk))
            stream = following(("campaign", self.campaign.pk)).streams
        return {
            "slug": workspace.slug,
            "streams": both.streams,
            "stream": int(stream),
            "cursor": both.cursor,
            "item": self.item.pk,
            "token": secret,
            "sessions": {role: session_of(member.user) for role, member in self.people.items()},
            "members": {role: member.pk for role, member in self.people.items()},
            "names": {role: member.name for role, member in self.people.items()},
        }

    def edit(self, title):
        from campaigns.plan import actions

        self.item.refresh_from_db()
        owner = self.people["owner"]
        actions.edit(self.item, by=owner, version=self.item.version, title=title)

    def edit_often(self, times):
        for number in range(times):
            self.edit(f"Title {number}")

    def add_much(self, revisions, items):
        """Items in few revisions of many events each."""
        from campaigns.plan.actions import together
        from workspace.kernel import streams

        for _revision in range(revisions):
            with streams.record("campaign", self.campaign.pk, by=self.people["owner"]) as record:
                together.add_many(record, self.campaign, [{"title": "One of many"}] * items)

    def say(self, text, team_only):
        from campaigns.plan import actions

        actions.comment(self.item, by=self.people["owner"], body=text, team_only=team_only)

    def end_grant(self):
        self.grant.delete()

    def share(self):
        """The path of a new share link."""
        from campaigns.brief.actions import sharing

        self.link, secret = sharing.share(
            self.campaign, by=self.people["owner"], name="Board", days=7
        )
        return f"/s/{secret}/"

    def stop_sharing(self):
        from campaigns.brief.actions import sharing

        sharing.revoke(self.link, by=self.people["owner"])

    def invite(self, email):
        """The path in the mail of an invitation."""
        from teams.actions import invitations
        from teams.models import Invitation
        from teams.secrets import invitation_token

        owner = self.people["owner"]
        member = invitations.invite(owner.workspace_id, by=owner, email=email)
        return f"/invitations/{invitation_token(Invitation.objects.get(member=member).nonce)}/"

    def members_with(self, email):
        """The states of the members with this address, and how many accounts there are."""
        from teams.models import Member, User

        states = Member.objects.filter(email=email).values_list("state", flat=True)
        return {"members": list(states), "users": User.objects.filter(email=email).count()}

    def remove(self, role):
        from teams.actions import members

        member = self.people[role]
        member.refresh_from_db()
        members.remove(member, by=self.people["owner"], version=member.version)

    def sign_out(self, key):
        from django.contrib.sessions.models import Session

        Session.objects.filter(session_key=key).delete()

    def titles(self):
        from campaigns.plan.models import Item

        return sorted(Item.objects.values_list("title", flat=True))

    def effects(self):
        """{state: how many}."""
        from django.db.models import Count

        from workspace.kernel.outbox.models import Effect

        return dict(Effect.objects.order_by().values_list("state").annotate(Count("pk")))


def session_of(user):
    from django.contrib import auth
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
    import django

    django.setup()
    from workspace.kernel import scope

    story = Story()
    with scope.everything(because="the story is the only one in its installation"):
        for line in sys.stdin:
            what, *arguments = json.loads(line)
            print(json.dumps(getattr(story, what)(*arguments)), flush=True)


if __name__ == "__main__":
    main()
