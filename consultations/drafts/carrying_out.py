"""The job: one run of one draft, from the claim to the stored plan, whatever happens between."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import planning
from consultations.drafts.pulse import Pulse
from consultations.drafts.rows import put, rows_of, storable
from consultations.drafts.wishes import horizon_of, keeping_of
from consultations.models import Draft
from planner.assumed import AssumptionError

logger = logging.getLogger(__name__)
State = Draft.State
EXPECTED = (planning.NoSuchCycle, AssumptionError)  # their message says what to do


def carry_out(pk: int, run: int) -> planning.Planned | None:
    """Plan the draft and store the plan; None where the run is somebody else's, or is over.

    No transaction is held while the plan is worked out. What goes wrong is stored with the draft;
    what was not expected is raised as well, for the worker's log.
    """
    draft = _claim(pk, run)
    if draft is None:
        return None
    try:
        with Pulse(pk, run) as pulse:
            planned = planning.plan_together(
                horizon_of(draft),
                keeping=keeping_of(draft),
                time_limit=draft.time_limit,
                progress=_teller(draft),
                stop=pulse.stopped,
            )
    except EXPECTED as refused:
        _fail(draft, str(refused))
        return None
    except (SystemExit, KeyboardInterrupt):
        _fail(draft, _("The worker was stopped while it planned this: queue it again."))
        raise
    except BaseException as error:
        logger.exception("Draft %s could not be planned", pk)
        _fail(draft, _("Planning broke off (%s): queue it again.") % type(error).__name__)
        raise
    return planned if _store(draft, planned) else None


def _claim(pk: int, run: int) -> Draft | None:
    """Take the run, unless another worker has it or it was stopped: one update decides."""
    now = timezone.now()
    waiting = Draft.objects.filter(pk=pk, run=run, state=State.QUEUED)
    mine = waiting.update(state=State.RUNNING, started_at=now, heartbeat_at=now, progress={})
    return Draft.objects.select_related("keeps").get(pk=pk) if mine else None


def _teller(draft: Draft) -> Callable[[planning.Step], None]:
    """Writes each step at once, so that a page shows the levels as they are solved."""
    levels: dict[int, dict[str, Any]] = {}
    mine = Draft.objects.filter(pk=draft.pk, run=draft.run, state=State.RUNNING)

    def tell(step: planning.Step) -> None:
        said = storable(step)
        levels[step.number] = said
        told = {**said, "levels": [levels[number] for number in sorted(levels)]}
        mine.update(progress=told, heartbeat_at=timezone.now())

    return tell


def _store(draft: Draft, planned: planning.Planned) -> bool:
    """The result in one short transaction; False where the run was queued anew or deleted."""
    told = planning.plan_json(planned)
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(pk=draft.pk, run=draft.run).first()
        if row is None or row.state not in (State.RUNNING, State.STOPPED):
            return False
        _write(row, planned, told)
        row.state = State.STOPPED if row.stop_requested else State.DONE
        row.finished_at = timezone.now()
        row.version += 1
        row.changed_at = row.finished_at
        row.save()
        put(row, rows_of(row, planned, told))
    return True


def _write(row: Draft, planned: planning.Planned, told: Mapping[str, Any]) -> None:
    for name in ("status", "engine", "missed", "levels", "unplaced", "notes"):
        setattr(row, name, told[name])
    row.conflict = told["conflicts"]
    row.seconds, row.fingerprint = told["seconds"], planned.gathered.fingerprint


def _fail(draft: Draft, sentence: str) -> None:
    Draft.objects.filter(pk=draft.pk, run=draft.run, state=State.RUNNING).update(
        state=State.FAILED, error=sentence, finished_at=timezone.now()
    )
