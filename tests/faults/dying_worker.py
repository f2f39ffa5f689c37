"""A worker that is killed at one step of an effect: `python -m tests.faults.dying_worker STEP`.

    leased     after the lease was taken        inside     in the transaction, after its writes
    before     before the handler runs          committed  after the commit
    never      it lives

It carries out what is due and prints how often each effect has taken place.
"""

import importlib
import json
import os
import signal
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
EFFECTS = 5
SHORT = timedelta(seconds=0.2)


def main(step):
    import django

    django.setup()
    from workspace.kernel import outbox, scope

    dispatch = importlib.import_module("workspace.kernel.outbox.dispatch")
    dispatch.LEASE = SHORT
    outbox.handles("test.write", takes=SHORT)(write)
    outbox.handles("test.send", network=True, takes=SHORT)(send)
    with scope.everything(because="the test is alone in its installation"):
        if step == "begin":
            begin()
        elif step == "count":
            print(json.dumps(counted()))
        else:
            die_at(step, dispatch)
            dispatch.dispatch()


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(step, dispatch):
    """Kill this process when the second effect reaches `step`."""
    seen = []

    def second_time():
        seen.append(step)
        return len(seen) == 2

    def then_die(work):
        def run(*arguments, **options):
            result = work(*arguments, **options)
            if second_time():
                die()
            return result

        return run

    if step == "leased":
        seen.append(step)
        dispatch.lease = then_die(dispatch.lease)
    elif step == "before":
        dispatch.carry_out = first_die(dispatch.carry_out, second_time)
    elif step == "inside":
        globals()["after_write"] = lambda: second_time() and die()
    elif step == "committed":
        dispatch.finish = then_die(dispatch.finish)


def first_die(work, second_time):
    def run(effect):
        if second_time():
            die()
        return work(effect)

    return run


def after_write():
    """Replaced by the death of the step `inside`."""


def write(effect, *, number):
    """Happens exactly once: it writes in the transaction that finishes the effect."""
    note("wrote", number)
    after_write()


def send(effect, *, number):
    """May happen twice when the worker dies in between, and never not at all."""
    with open(os.path.join(os.environ["DATA_DIR"], "sent"), "a") as file:
        file.write(f"{number}\n")
    after_write()


def note(what, number):
    from campaigns.plan.models import Item
    from workspace.kernel import streams

    item = Item.objects.get()
    with streams.record("campaign", item.campaign_id, by=None) as record:
        record(f"item.{what}", item, number=number)


def begin(effects=EFFECTS):
    from tests.story import Story

    story = Story()
    story.begin()
    from workspace.kernel import streams

    with streams.record("campaign", story.campaign.pk, by=story.people["owner"]) as record:
        record("item.watched", story.item)
        for number in range(effects):
            record.effect("test.write", number=number)
            record.effect("test.send", number=number)


def counted():
    from workspace.kernel.outbox.models import Effect
    from workspace.kernel.streams.models import Event

    wrote = Event.objects.filter(verb="item.wrote").values_list("data", flat=True)
    with open(os.path.join(os.environ["DATA_DIR"], "sent")) as file:
        sent = [int(line) for line in file]
    unfinished = Effect.objects.filter(name__startswith="test.").exclude(state="done").count()
    return {"wrote": sorted(data["number"] for data in wrote), "sent": sent, "left": unfinished}


if __name__ == "__main__":
    main(sys.argv[1])
