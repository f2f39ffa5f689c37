"""Whether this installation is well: `/health/live` for the process, `/health/ready` for all."""

import logging
import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils import timezone

from workspace.kernel import scope
from workspace.kernel.access import public
from workspace.kernel.outbox.models import Effect, Heartbeat

log = logging.getLogger(__name__)
known: dict[str, list[str]] = {"failing": []}
LONGEST_SILENCE = 45  # seconds without a worker
LONGEST_WAIT = 120  # seconds an effect may be due
LEAST_SPACE = 200_000_000  # bytes


@public(because="it says that the process answers, and nothing else")
def live(request):
    return JsonResponse({"status": "ok"})


@public(because="it says which parts are well, by name, without any figure of anybody")
def ready(request):
    """200 when everything is well, 503 with what is not."""
    parts = {name: "ok" if is_well() else "failing" for name, is_well in PARTS.items()}
    failing = sorted(name for name, state in parts.items() if state != "ok")
    log_changes(failing)
    answer = JsonResponse(
        {"status": "failing" if failing else "ok", "parts": parts},
        status=503 if failing else 200,
        headers={"Cache-Control": "no-store"},
    )
    answer._has_been_logged = True  # Django would log an error at each question
    return answer


def log_changes(failing):
    """Tell the log when something begins to fail, and when all is well again, once a process."""
    if failing == known["failing"]:
        return
    known["failing"] = failing
    if failing:
        log.error("not well: %s", ", ".join(failing))
    else:
        log.info("all is well again")


def failing_without_database(question):
    def ask():
        try:
            return question()
        except DatabaseError:
            return False

    return ask


def database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def worker_silence():
    """Seconds since any worker was heard of; None when there never was one."""
    last = Heartbeat.objects.filter(name__startswith="worker:").order_by("-at").first()
    return (timezone.now() - last.at).total_seconds() if last else None


def worker_is_alive():
    silence = worker_silence()
    return silence is not None and silence < LONGEST_SILENCE


def oldest_effect():
    """For how many seconds the oldest effect has been due; 0 when none is."""
    now = timezone.now()
    first = Effect.objects.ready(now).order_by("due_at").values_list("due_at", flat=True).first()
    return (now - first).total_seconds() if first else 0


def outbox_is_moving():
    with scope.everything(because="health concerns the effects of all workspaces"):
        return oldest_effect() < LONGEST_WAIT


def disk_has_space():
    return shutil.disk_usage(settings.DATA_DIR).free > LEAST_SPACE


PARTS = {
    "database": failing_without_database(database_answers),
    "worker": failing_without_database(worker_is_alive),
    "outbox": failing_without_database(outbox_is_moving),
    "disk": disk_has_space,
}
