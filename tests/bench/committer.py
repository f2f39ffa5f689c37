"""The process that writes while a crowd listens: says who may listen, then commits when asked."""

import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
PAUSE = 0.25  # between changes, so that each is told by itself


def main(viewers):
    import django

    django.setup()
    from workspace.kernel import bell, outside, scope

    bell.carry(outside.carrier())
    with scope.everything(because="the bench makes its own workspace"):
        campaign, member, item, sessions = begin(viewers)
        say({"follow": followed(campaign), "sessions": sessions})
        for _line in sys.stdin:
            time.sleep(PAUSE)
            say(change(campaign, member, item))


def begin(viewers):
    from campaigns.plan import actions
    from tests import furniture
    from tests.story import session_of

    workspace = furniture.workspace(f"viewers{os.getpid()}")
    member = furniture.People(workspace)("owner")
    campaign = furniture.campaign(workspace, by=member, key=f"V{os.getpid()}")
    item = actions.add(campaign, by=member, title="Watched")
    return campaign, member, item, [session_of(member.user) for _viewer in range(viewers)]


def followed(campaign):
    from workspace.kernel.live import following

    return following(("workspace", campaign.workspace_id), ("campaign", campaign.pk)).streams


def change(campaign, member, item):
    """{revision: moment} of a change, the moment being just after its commit."""
    from django.db import transaction

    from workspace.kernel import streams

    moment = []
    with streams.record("campaign", campaign.pk, by=member) as record:
        transaction.on_commit(lambda: moment.append(time.monotonic()))
        record("item.edited", item, changes={"title": ["before", "after"]})
    return {record.revision: moment[0]}


def say(message):
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
