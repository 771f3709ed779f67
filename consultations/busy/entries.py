"""One entry of a foreign calendar: whether it can be placed in time for certain."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
NEEDED = {*TIMES, "DURATION", "RRULE"}
TOO_OFTEN = {"SECONDLY", "MINUTELY"}


class LeftOut(Exception):
    """An entry that is not counted: *code* says why (``wording``), *detail* is its subject."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


class _Slow(BaseException):
    """Time is over; no ``except Exception`` of a library may swallow it."""


def one(component: Any, name: str) -> Any:
    """A property, the first of several, "" for none."""
    value = component.get(name, "")
    return (value[0] if value else "") if isinstance(value, list) else value


def uid_of(event: Any, number: int) -> str:
    """What ties the parts of a series together; an entry without a UID has its number."""
    return str(one(event, "UID")) or f"\0{number}"


def check(event: Any) -> None:
    """Raises LeftOut where the entry cannot be placed in time for certain."""
    if broken := [name for name, _why in event.errors if name in NEEDED]:
        raise LeftOut("broken", str(broken[0]))
    if "DTSTART" not in event:
        raise LeftOut("start")
    for name in TIMES:
        for prop in _listed(event, name):
            if "TZID" in prop.params and any(_naive(at) for at in _values(prop)):
                raise LeftOut("zone", str(prop.params["TZID"])[:100])
    for rule in _listed(event, "RRULE"):
        often = {str(freq).upper() for freq in rule.get("FREQ", [])} & TOO_OFTEN
        if often:
            raise LeftOut("often", min(often))
    _check_end(event)


def _check_end(event: Any) -> None:
    start = event["DTSTART"].dt
    if "DURATION" in event and event["DURATION"].dt < timedelta():
        raise LeftOut("backwards")
    if "DTEND" not in event:
        return
    end = event["DTEND"].dt
    if isinstance(start, datetime) != isinstance(end, datetime) or _naive(start) != _naive(end):
        raise LeftOut("mixed")
    if end < start:
        raise LeftOut("backwards")


def floats(event: Any) -> bool:
    """Whether it begins at an hour of no zone."""
    return _naive(event["DTSTART"].dt)


def _naive(at: Any) -> bool:
    return isinstance(at, datetime) and at.tzinfo is None


def _listed(event: Any, name: str) -> list[Any]:
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _values(prop: Any) -> Iterator[date]:
    """The instants of a property; of a period both ends."""
    for value in prop.dts if hasattr(prop, "dts") else [prop]:
        yield from value.dt if isinstance(value.dt, tuple) else [value.dt]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises LeftOut when what is done inside takes longer; 0 for as long as it wants.

    By a signal, so only in the main thread of a process of its own (``child``).
    """
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(*_args: object) -> None:
        raise _Slow

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _Slow:
        raise LeftOut("slow") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
