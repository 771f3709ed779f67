"""A job's signs of life: beside the solver, a thread says every few seconds that it is alive."""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType

from django.db import DatabaseError, connection
from django.utils import timezone

from consultations.models import Draft

logger = logging.getLogger(__name__)
LOOK = 1.0  # seconds between two looks whether somebody asked to stop
BEAT = 5.0  # seconds between two signs of life


class Pulse:
    """While it is entered, writes signs of life and learns whether to stop.

    The thread has a connection of its own: no transaction is held while a plan is worked out.
    Inside somebody's transaction nobody else could see a sign of life, and none is written.
    """

    def __init__(self, pk: int, run: int) -> None:
        self.pk, self.run = pk, run
        self._over, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Pulse:
        if not connection.in_atomic_block:
            self._thread = threading.Thread(target=self._live, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def stopped(self) -> bool:
        """Whether somebody asked to stop, or the draft is gone or queued anew. Asks no database."""
        return self._stop.is_set()

    def _live(self) -> None:
        last = time.monotonic()
        try:
            while not self._over.wait(LOOK):
                beating = time.monotonic() - last >= BEAT
                last = time.monotonic() if beating else last
                self._look(beating)
        finally:
            connection.close()

    def _look(self, beating: bool) -> None:
        mine = Draft.objects.filter(pk=self.pk, run=self.run)
        try:
            if beating:
                mine.update(heartbeat_at=timezone.now())
            going_on = mine.filter(state=Draft.State.RUNNING, stop_requested=False).exists()
        except DatabaseError as error:
            logger.warning("Draft %s: no sign of life could be written: %s", self.pk, error)
            return
        if not going_on:
            self._stop.set()
