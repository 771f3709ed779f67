"""Whether the installation is well, for a monitor: no login, no detail of what is stored."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations import drafts
from consultations.invitations.backlog import outbox_state


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers "ok", otherwise 503 naming the part that does not."""
    (worker, queue), (outbox, mails) = _worker(), _outbox()
    parts = {"database": _database(), "worker": worker, "outbox": outbox}
    well = all(state == "ok" for state in parts.values())
    figures = {"queue": queue, "mails": mails}
    return JsonResponse({"well": well, **parts, **figures}, status=200 if well else 503)


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unreachable"
    return "migrations waiting" if waiting else "ok"


def _worker() -> tuple[str, dict[str, Any] | None]:
    """Whether somebody takes the jobs that wait, and the queue in figures."""
    try:
        queue = drafts.queue_state()
    except DatabaseError:
        return "unknown", None
    figures = {
        "waiting": queue.waiting,
        "oldest_waiting_seconds": queue.oldest_seconds,
        "last_heartbeat": queue.heartbeat.isoformat() if queue.heartbeat else None,
    }
    return "ok" if queue.works else "not running", figures


def _outbox() -> tuple[str, dict[str, Any] | None]:
    """Whether mails that are due go out, and the outbox in figures."""
    try:
        outbox = outbox_state()
    except DatabaseError:
        return "unknown", None
    figures = {
        "waiting": outbox.waiting,
        "longest_due_seconds": outbox.due_seconds,
        "failed": outbox.failed,
    }
    return "ok" if outbox.works else "not served", figures
