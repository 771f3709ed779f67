"""What goes on without anybody's click: the outbox is emptied, and duties are done in their turn.

Several processes may do this beside each other: mails are claimed row by row, and each duty leaves
in the database what keeps it from being done twice.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from consultations import reminding
from consultations.invitations.sending import Delivered, deliver

logger = logging.getLogger(__name__)
POLL = 2.0  # seconds between two looks into the outbox
LONGEST = 60.0  # seconds of rest for a server that takes nothing
LOOK = 60.0  # seconds between two looks at the duties


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do every *period*; it is given the time, and raises what went wrong."""

    name: str
    deed: Callable[[datetime], object]
    period: timedelta


DUTIES: tuple[Duty, ...] = (
    Duty("reminders to invitees", reminding.remind_invitees, timedelta(minutes=1)),
    Duty("reminders and digests for staff", reminding.staff, timedelta(minutes=20)),
)


class Stop:
    """Set by SIGTERM or SIGINT; whoever asks twice is not kept waiting."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def listen(self) -> None:
        """Take the signals of this process (its main thread only)."""
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, self._on)

    def asked(self) -> bool:
        return self._asked.is_set()

    def ask(self) -> None:
        self._asked.set()

    def rest(self, seconds: float) -> None:
        """Wait that long, or until asked to stop."""
        self._asked.wait(seconds)

    def _on(self, number: int, frame: FrameType | None) -> None:
        if self.asked():
            raise SystemExit(128 + number)
        self.ask()


def keep_delivering(stop: Stop) -> None:
    """Empty the outbox again and again; a server or database that is away is waited for."""
    rest = POLL
    while not stop.asked():
        close_old_connections()
        done = _round(stop)
        rest = POLL if done and not done.held else min(rest * 2, LONGEST)
        stop.rest(rest)


def keep_doing(stop: Stop, duties: Iterable[Duty]) -> None:
    """Do each duty in its turn, in a thread of its own: none holds up the mails."""
    turns = Turns(duties)
    while not stop.asked():
        close_old_connections()
        turns.take(timezone.now())
        connection.close()
        stop.rest(LOOK)


class Turns:
    """When each duty was done last by this process; the first time is at once."""

    def __init__(self, duties: Iterable[Duty]) -> None:
        self._duties, self._last = tuple(duties), dict[str, float]()

    def take(self, now: datetime) -> list[str]:
        """Do those whose turn it is; names those that failed, which is logged, to try again."""
        failed = []
        for duty in self._duties:
            last = self._last.get(duty.name)
            if last is not None and time.monotonic() - last < duty.period.total_seconds():
                continue
            try:
                duty.deed(now)
            except Exception:
                logger.exception("Not done, to be tried again in a minute: %s", duty.name)
                failed.append(duty.name)
            else:
                self._last[duty.name] = time.monotonic()
        return failed


def _round(stop: Stop) -> Delivered | None:
    try:
        return deliver(stopping=stop.asked)
    except DatabaseError as error:
        logger.warning("The outbox cannot be read now: %s", error)
    except Exception:
        logger.exception("The outbox could not be emptied")
    connection.close()
    return None
