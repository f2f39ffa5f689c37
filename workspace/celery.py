"""Background work. The outbox table is the truth; a message here only says "look now".

Embedded, messages are files in the data folder and one worker process does everything. With
`REDIS_URL` they go through Redis, to as many workers as wanted. Every worker keeps its own
clock (no separate beat process), because all tasks are safe to run twice.
"""

import json
import os
import threading
import time

from celery import Celery, bootsteps, signals
from celery.beat import EmbeddedService, Scheduler
from celery.worker import state

from workspace import filequeue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")

from django.conf import settings

PATIENCE = 0.5
LONGEST_GOODBYE = 2.0
QUEUE = "roundtable"


def folders():
    """The embedded broker: files below the data folder; kombu makes none of the folders.

    Nor does it make its one table safely: a process that reads it while another makes it finds
    it empty, and fails. So it is put there whole.
    """
    made = {name: settings.CELERY_DATA / name for name in ("messages", "done", "control")}
    for folder in made.values():
        folder.mkdir(parents=True, exist_ok=True)
    table = made["control"] / f"{QUEUE}.exchange"
    if not (table.exists() and table.stat().st_size):
        whole = table.with_suffix(f".{os.getpid()}")
        whole.write_text(json.dumps([[QUEUE, "", QUEUE]]))
        whole.replace(table)
    return {
        "data_folder_in": str(made["messages"]),
        "data_folder_out": str(made["messages"]),
        "processed_folder": str(made["done"]),
        "control_folder": str(made["control"]),
        "store_processed": False,
        "polling_interval": 0.2,
    }


def redis_options():
    return {
        "socket_timeout": PATIENCE,
        "socket_connect_timeout": PATIENCE,
        "retry_on_timeout": False,
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
        "max_retries": 0,
    }


app = Celery("workspace")
app.conf.update(
    broker_url=settings.REDIS_URL or f"{filequeue.SCHEME}://localhost",
    broker_transport_options=redis_options() if settings.REDIS_URL else folders(),
    broker_connection_timeout=PATIENCE,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_default_queue=QUEUE,
    task_ignore_result=True,
    task_publish_retry=False,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    timezone=settings.TIME_ZONE,
    enable_utc=True,
    beat_schedule={
        "sweep": {
            "task": "workspace.outbox.sweep",
            "schedule": 3.0,
            "options": {"expires": 3},
        },
        "beat": {
            "task": "workspace.worker.beat",
            "schedule": 10.0,
            "options": {"expires": 10},
        },
        "purge": {
            "task": "workspace.purge",
            "schedule": 3600.0,
            "options": {"expires": 600},
        },
        "tidy": {
            "task": "campaigns.plan.tidy",
            "schedule": 6 * 3600.0,
            "options": {"expires": 600},
        },
        "imports": {
            "task": "campaigns.plan.imports.tidy",
            "schedule": 6 * 3600.0,
            "options": {"expires": 600},
        },
        "returns": {
            "task": "campaigns.patterns.sweep",
            "schedule": 600.0,
            "options": {"expires": 600},
        },
        "health": {
            "task": "campaigns.health.sweep",
            "schedule": 3.0,
            "options": {"expires": 3},
        },
        "recycled": {
            "task": "campaigns.leads.sweep",
            "schedule": 600.0,
            "options": {"expires": 600},
        },
        "files of leads": {
            "task": "campaigns.leads.tidy",
            "schedule": 3600.0,
            "options": {"expires": 600},
        },
        "files of numbers": {
            "task": "campaigns.metrics.tidy",
            "schedule": 6 * 3600.0,
            "options": {"expires": 600},
        },
        "calendars": {
            "task": "campaigns.calendar.sweep",
            "schedule": 1800.0,
            "options": {"expires": 600},
        },
    },
)
app.autodiscover_tasks(["workspace.kernel.outbox"])
app.autodiscover_tasks()


class OwnClock(bootsteps.StartStopStep):
    """The schedule, in a thread: a process of its own would outlive a killed worker."""

    requires = {"celery.worker.components:Pool"}

    def __init__(self, worker, **options):
        super().__init__(worker, **options)
        self.clock = None

    def start(self, worker):
        self.clock = EmbeddedService(worker.app, thread=True, scheduler_cls=Scheduler)
        self.clock.start()

    def stop(self, worker):
        if self.clock is not None:
            self.clock.service.stop(wait=False)


app.steps["worker"].add(OwnClock)


@signals.worker_ready.connect
def say_alive(**_signal):
    """Ring for pages that other processes show, and beat once, so that health is known at once."""
    from workspace.kernel import bell, outside
    from workspace.kernel.outbox.tasks import beat

    bell.carry(outside.carrier())
    beat.apply_async(retry=False)


@signals.worker_shutting_down.connect
def hurry(**_signal):
    """Celery looks at its signals every two seconds; who does nothing may end at once."""
    threading.Thread(target=end_when_idle, name="goodbye", daemon=True).start()


def end_when_idle():
    until = time.monotonic() + LONGEST_GOODBYE
    while state.active_requests and time.monotonic() < until:
        time.sleep(0.02)
    os._exit(0)
