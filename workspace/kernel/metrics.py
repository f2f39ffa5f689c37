"""Figures for Prometheus at /metrics, for the machine itself or whoever has METRICS_TOKEN."""

import time

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

from workspace.kernel import scope
from workspace.kernel.access import public
from workspace.kernel.health import oldest_effect, worker_silence
from workspace.kernel.outbox.models import Effect

LOOPBACK = {"127.0.0.1", "::1"}
answers = Counter("roundtable_answers_total", "Answers by status class", ["status"])
seconds = Histogram(
    "roundtable_answer_seconds",
    "Time to the last byte of a page",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
streams_open = Gauge("roundtable_live_streams", "Open streams of live updates in this process")
effects = Gauge("roundtable_effects", "Effects in the outbox by state", ["state"])
oldest = Gauge("roundtable_oldest_effect_seconds", "Age of the oldest effect that is due")
silence = Gauge("roundtable_worker_silence_seconds", "Since a worker was last heard of")


def measured(app):
    """The ASGI `app` with its answers counted and timed."""

    async def measure(scope, receive, send):
        started = time.perf_counter()

        async def noted(message):
            if message["type"] == "http.response.start":
                answers.labels(f"{message['status'] // 100}xx").inc()
            await send(message)

        await app(scope, receive, noted)
        seconds.observe(time.perf_counter() - started)

    return measure


@public(because="figures without names, for the machine itself or whoever has the token")
def metrics(request):
    """Prometheus' text format; a stranger is told that nothing is here."""
    if not may_read(request):
        raise Http404
    with scope.everything(because="figures count the effects of all workspaces"):
        for state in Effect.State.values:
            effects.labels(state).set(Effect.objects.filter(state=state).count())
        oldest.set(oldest_effect())
    silence.set(worker_silence() or 0)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def may_read(request):
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return constant_time_compare(given, settings.METRICS_TOKEN)
    forwarded = "X-Forwarded-For" in request.headers
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not forwarded
