"""One size of made-up year, in a process of its own: ``python -m tests.bench.planned 250 1 2``.

Arguments: how many consultations, ``contended`` or not, the seeds; ``slip`` measures re-plans;
``digest N`` says which plan comes out of the same problem shuffled. The answer is JSON.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from planner.greedy import greedy
from planner.problem import OPTIMAL, Answer, Option, Problem, evaluate
from planner.rows import build
from planner.solver import Rows
from planner.solving import in_order, solve
from tests.bench.clock import once
from tests.bench.years import KEPT_AT, LEVELS, keeping, problem
from tests.planner.plans.instances import shuffled

LIMIT = 45.0  # seconds, which no realistic year comes near


def main(arguments: list[str]) -> dict[str, Any]:
    count, *rest = arguments
    seeds = [int(seed) for seed in rest if seed.isdigit()]
    if "digest" in rest:
        return {"digest": digest(solve(shuffled(problem(int(count)), seeds[0])).chosen)}
    if "slip" in rest:
        return {"runs": [slipped(int(count), seed) for seed in seeds]}
    return year(int(count), seeds, "contended" in rest)


def digest(chosen: Mapping[str, Option | None]) -> str:
    """The plan in a few letters."""
    said = sorted((key, o and (o.day, o.mask, o.room)) for key, o in chosen.items())
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def year(count: int, seeds: list[int], contended: bool) -> dict[str, Any]:
    """Seconds of each part over all seeds, and the levels of the first."""
    runs = [one(count, seed, contended) for seed in seeds]
    parts = ("generated", "build", "whole", "bare", "greedy")
    first = runs[0]
    return {
        "consultations": count, "family": "contended" if contended else "realistic",
        "seeds": len(seeds), "proven": sum(run["proven"] for run in runs),
        "seconds": {part: round(sum(run[part] for run in runs) / len(runs), 4) for part in parts},
        "slowest": round(max(run["whole"] for run in runs), 3),
        **{name: first[name] for name in ("columns", "rows", "levels", "greedy_loses", "peak_mb")},
    }  # fmt: skip


def one(count: int, seed: int, contended: bool) -> dict[str, Any]:
    """One year: planned and proven, then the bare relaxation of its rows, then greedily."""
    found: dict[str, Any] = {}

    def keep(name: str, value: Any) -> None:
        found[name] = value

    generated = once(lambda: keep("year", problem(count, seed, contended)))
    year: Problem = found["year"]
    whole = once(lambda: keep("answer", solve(year, time_limit=LIMIT)))
    peak = _peak()
    built = once(lambda: keep("model", build(in_order(year))))
    model = found["model"]
    bare = once(lambda: Rows(model).relax(np.array(year.guess) @ model.costs))
    quick = once(lambda: keep("greedy", greedy(in_order(year))))
    answer: Answer = found["answer"]
    lost = zip(LEVELS, evaluate(year, found["greedy"]), answer.values, strict=True)
    return {
        "generated": generated, "build": built, "whole": whole, "bare": bare, "greedy": quick,
        "proven": answer.status == OPTIMAL and answer.values == answer.bounds,
        "columns": model.columns, "rows": len(model.low), "peak_mb": round(peak),
        "levels": {
            name: [value, bound]
            for name, value, bound in zip(LEVELS, answer.values, answer.bounds, strict=True)
            if value or bound
        },
        "greedy_loses": {name: theirs - ours for name, theirs, ours in lost if theirs != ours},
    }  # fmt: skip


def _peak() -> float:
    """The most memory this process held, in MB; ``getrusage`` counts its parent's too."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def slipped(count: int, seed: int) -> dict[str, Any]:
    """One report comes ten days late: planned anew, and re-planned with the fewest moves."""
    before = solve(problem(count, seed)).chosen
    now = problem(count, seed, late=10)
    kept = keeping(now, before)
    answers: dict[str, Answer] = {}
    times: dict[str, list[float]] = {"scratch": [], "again": []}
    for _ in range(3):
        for name, year in (("scratch", now), ("again", kept)):
            taken = once(lambda name=name, year=year: answers.update({name: solve(year)}))  # type: ignore[misc]
            times[name].append(taken)
    again = answers["again"]
    return {
        "scratch": sorted(times["scratch"])[1], "again": sorted(times["again"])[1],
        "moves_from_scratch": moves(before, answers["scratch"].chosen),
        "moves": again.values[KEPT_AT], "bound": again.bounds[KEPT_AT],
        "proven": again.status == OPTIMAL,
    }  # fmt: skip


def moves(before: Mapping[str, Option | None], after: Mapping[str, Option | None]) -> int:
    """How many stand elsewhere."""
    where = {key: o and (o.day, o.mask) for key, o in before.items()}
    return sum(where[key] != (o and (o.day, o.mask)) for key, o in after.items())


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:])))
