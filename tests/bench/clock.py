"""Processor times of calls, in seconds, and figures with their limits."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from statistics import median, quantiles
from time import process_time
from typing import Any


def once(call: Callable[[], Any]) -> float:
    """Seconds of processor time one call takes: what else the machine does is not counted."""
    begin = process_time()
    call()
    return process_time() - begin


def alternating(calls: Sequence[Callable[[], Any]], rounds: int) -> list[list[float]]:
    """Times of each call, taken turn by turn so that a slower moment falls on all alike."""
    times: list[list[float]] = [[] for _ in calls]
    gc.collect()
    gc.freeze()  # what earlier measurements left behind is no cost of these
    for turn in range(rounds + 1):
        gc.collect()
        for taken, call in zip(times, calls, strict=True):
            getattr(call, "before", lambda: None)()  # what a call needs, off the clock
            seconds = once(call)
            if turn:  # in the first round what is read once is read
                taken.append(seconds)
    return times


def spread(times: Sequence[float]) -> dict[str, Any]:
    """Median and 95th percentile in milliseconds, and how many times were taken."""
    late = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return {
        "median_ms": round(median(times) * 1000, 3),
        "p95_ms": round(late * 1000, 3),
        "runs": len(times),
    }


def figure(name: str, value: float, limit: float, **more: Any) -> dict[str, Any]:
    """One figure that must not be above its limit."""
    return {"name": name, "value": round(value, 3), "limit": limit, "kept": value <= limit, **more}
