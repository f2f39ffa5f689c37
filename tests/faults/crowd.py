"""Many processes on one database at the same moment: `python -m tests.faults.crowd WHAT …`.

    write PROCESSES EACH        each adds so many items
    dispatch PROCESSES EFFECTS  each carries out whatever effects are due

What became of it is printed as JSON.
"""

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


def main(what, *numbers):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
    import django

    django.setup()
    from workspace.kernel import scope

    with scope.everything(because="the crowd is alone in its installation"):
        print(json.dumps({"write": write, "dispatch": dispatch}[what](*map(int, numbers))))


if __name__ == "__main__":
    main(*sys.argv[1:])
