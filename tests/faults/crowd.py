"""Many processes on one database at the same moment: `python -m tests.faults.crowd WHAT …`.

    write PROCESSES EACH        each adds so many items
    dispatch PROCESSES EFFECTS  each carries out whatever effects are due
    decide REPS LEADS           all decide on the leads that wait, which are the same for all
    send PROCESSES EACH         each takes in so many messages of one form; one is the same for all

What became of it is printed as JSON.
"""

import itertools
import json
import os
import signal
import subprocess
import sys
import traceback

from tests.serving import ROOT


def gathered(served, what, processes, number):
    """Run a crowd on the database of `served`; what became of it."""
    command = [sys.executable, "-m", "tests.faults.crowd", what, str(processes), str(number)]
    done = subprocess.run(command, cwd=ROOT, env=served.env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def write(processes, each):
    from campaigns.plan import actions
    from campaigns.plan.models import Item
    from workspace.kernel.streams.models import Event

    story = told()
    owner, campaign = story.people["owner"], story.campaign
    began = Event.objects.filter(stream__kind="campaign").count()
    before = Item.objects.count()

    def add_some(which):
        for number in range(each):
            actions.add(campaign, by=owner, title=f"{which}-{number}")

    failures = at_once(processes, add_some)
    items = Item.objects.order_by("number")[before:]
    events = Event.objects.filter(stream__kind="campaign").order_by("revision")[began:]
    first = events[0].revision
    return {
        "failures": failures,
        "titles": sorted(item.title for item in items),
        "numbers": [item.number - before for item in items],
        "revisions": [event.revision - first + 1 for event in events],
    }


def dispatch(processes, effects):
    from tests.faults import dying_worker
    from workspace.kernel import outbox

    outbox.handles("test.write")(dying_worker.write)
    outbox.handles("test.send", network=True)(dying_worker.send)
    dying_worker.begin(effects)
    failures = at_once(processes, lambda which: outbox.dispatch())
    return {"failures": failures, **dying_worker.counted()}


SHOWN = 20


def decide(reps, leads):
    """What became of leads that so many reps decide on at the same moment."""
    import random

    from django.db import OperationalError

    from campaigns.leads import queries
    from campaigns.leads.actions import deciding, ruling, states
    from campaigns.leads.models import Lead, RejectionReason
    from tests import furniture
    from workspace.kernel import clock
    from workspace.kernel.refusals import Conflict
    from workspace.kernel.streams.models import Event

    story = told()
    campaign, workspace = story.campaign, story.campaign.workspace
    people = [furniture.People(workspace)("sales", f"Rep {each}") for each in range(reps)]
    ruling.furnish(workspace.pk)
    reason = RejectionReason.objects.first()
    now = clock.now()
    Lead.objects.bulk_create(
        Lead(
            workspace_id=workspace.pk,
            campaign=campaign,
            name=f"Lead {number}",
            created_at=now,
            **states.enter({}, "mql", now),
        )
        for number in range(leads)
    )

    def sweep(which):
        """As long as leads wait, take one of those that the inbox shows, as everybody does."""
        dice = random.Random(which)
        while shown := queries.window(people[which], size=SHOWN)[0]:
            lead = dice.choice(shown)
            try:
                if dice.random() < 0.5:
                    deciding.accept(lead, by=people[which])
                else:
                    deciding.reject(lead, by=people[which], reason=reason)
            except (Conflict, OperationalError):
                # Somebody was faster, or the database is busy: a page says so, and one goes on.
                continue

    failures = at_once(reps, sweep)
    events = Event.objects.filter(verb__in=deciding.DECISIONS)
    decided = list(events.order_by("revision").values_list("object_id", "actor_id", "revision"))
    rows = dict(Lead.objects.values_list("pk", "decided_by"))
    return {
        "failures": failures,
        "waiting": Lead.objects.waiting().count(),
        "decided": sorted(pk for pk, _by, _revision in decided),
        "leads": sorted(rows),
        "disputed": [pk for pk, by, _revision in decided if rows[pk] != by],
        "gaps": [
            second - first
            for (_a, _b, first), (_c, _d, second) in itertools.pairwise(decided)
            if second - first != 1
        ],
        "reps": len({by for _pk, by, _revision in decided}),
        "versions": sorted(set(Lead.objects.values_list("version", flat=True))),
    }


def send(processes, each):
    """What the processes of a web server answer to what one form sends to all of them at once."""
    import tempfile
    from pathlib import Path

    from django.test import Client

    from campaigns.leads import secrets
    from campaigns.leads.actions import forms
    from campaigns.leads.models import Lead, Received
    from workspace.kernel import clock

    story = told()
    limit = processes * each // 2
    owner = story.people["owner"]
    form = forms.make(story.campaign, by=owner, name="Guide", per_minute=limit)
    secret = secrets.secret_of(form)
    folder = Path(tempfile.mkdtemp())

    def post(client, message):
        body = json.dumps({"name": f"Lead {message}"}).encode()
        moment = str(int(clock.now().timestamp()))
        signature = secrets.signature(secret, message, moment, body)
        headers = {
            "Webhook-Id": message,
            "Webhook-Timestamp": moment,
            "Webhook-Signature": signature,
        }
        sent = client.post(f"/f/{form.key}/", body, "application/json", headers=headers)
        return sent.status_code

    def work(which):
        client = Client(SERVER_NAME="127.0.0.1")
        told = [post(client, "the same")]
        told += [post(client, f"{which}-{number}") for number in range(each)]
        (folder / str(which)).write_text(json.dumps(told))

    failures = at_once(processes, work)
    told_by = [json.loads(file.read_text()) for file in folder.iterdir()]
    return {
        "failures": failures,
        "limit": limit,
        "answers": sorted(status for told in told_by for status in told),
        "same": sorted(told[0] for told in told_by),
        "leads": Lead.objects.filter(source="form").count(),
        "received": Received.objects.filter(form=form).count(),
    }


def told():
    from tests.story import Story

    story = Story()
    story.begin()
    return story


def at_once(processes, work):
    """`work(which)` in as many processes, let go at the same moment; why some failed."""
    from django.db import connection

    connection.close()
    started = [forked(work, which) for which in range(processes)]
    for pid in started:
        os.kill(pid, signal.SIGCONT)
    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in started]
    return [code for code in codes if code]


def forked(work, which):
    pid = os.fork()
    if pid:
        os.waitpid(pid, os.WUNTRACED)
        return pid
    os.kill(os.getpid(), signal.SIGSTOP)
    try:
        work(which)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


KINDS = {"write": write, "dispatch": dispatch, "decide": decide, "send": send}


def main(what, *numbers):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
    import django

    django.setup()
    from workspace.kernel import scope

    with scope.everything(because="the crowd is alone in its installation"):
        print(json.dumps(KINDS[what](*map(int, numbers))))


if __name__ == "__main__":
    main(*sys.argv[1:])
