"""The year planned together: against the relaxation alone, CP-SAT, and the greedy planner.

Each size in a process of its own (``tests.bench.planned``, ``tests.bench.second``), one after the
other. Seconds are those of the processor; *whole* is build, solve and proof together.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection

from consultations import planning
from consultations.models import Consultation, Draft, Mission
from planner.placing import Placing
from planner.rows import build
from planner.solver import Rows
from planner.solving import in_order
from tests.bench import data
from tests.bench.clock import alternating, figure, spread

ROOT = Path(__file__).resolve().parent.parent.parent
JUDGED = (60, 120, 250, 500, 1000)  # the sizes with limits; 2,000 is measured beside them
SEEDS = {60: 8, 120: 8, 250: 8, 500: 2, 1000: 1, 2000: 1}
CONTENDED = {60: 4, 120: 4, 250: 4, 500: 1, 1000: 1, 2000: 1}
SECOND_LIMIT = 90  # seconds; longer ones are said to take more than that
SLIPS, RUNS = 4, 10
MISSIONS = 20


def measure() -> dict[str, Any]:
    """The figures with their limits, and what was measured for each size."""
    years = [_year(size, SEEDS[size]) for size in SEEDS]
    contended = [_year(size, CONTENDED[size], "contended") for size in CONTENDED]
    second = {size: _child("second", size, SECOND_LIMIT) for size in JUDGED}
    slips = _child("planned", 250, "slip", *range(1, SLIPS + 1))["runs"]
    digests = {_digest(run) for run in range(RUNS)}
    door = _door()
    judged = [year for year in years if year["consultations"] in JUDGED]
    figures = [
        _unproven(judged),
        *(_against_bare(year) for year in judged),
        *(_against_second(year, second[year["consultations"]]) for year in judged),
        figure("exponent of growth, 60 to 1,000 consultations", _exponent(judged), 1.2),
        *_slip_figures(slips),
        figure("distinct plans of ten runs, shuffled", len(digests), 1),
        figure("whole plan from the database / bare relaxation", door.pop("ratio"), 15),
    ]
    return {
        "figures": figures,
        "plans": {
            "made_up_years": [*years, *contended], "cp_sat": second, "slips": slips,
            "from_the_database": door,
        },
    }  # fmt: skip


def _year(size: int, seeds: int, *more: str) -> dict[str, Any]:
    return _child("planned", size, *more, *range(1, seeds + 1))


def _child(module: str, *arguments: object, hash_seed: str = "0") -> dict[str, Any]:
    """What the process of that module answers."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _digest(run: int) -> str:
    digest: str = _child("planned", 120, "digest", run, hash_seed=str(run + 1))["digest"]
    return digest


def _unproven(years: list[dict[str, Any]]) -> dict[str, Any]:
    missing = sum(year["seeds"] - year["proven"] for year in years)
    asked = sum(year["seeds"] for year in years)
    return figure("realistic years up to 1,000 not proven optimal", missing, 0, years=asked)


def _against_bare(year: dict[str, Any]) -> dict[str, Any]:
    seconds, size = year["seconds"], year["consultations"]
    return figure(f"whole plan / bare relaxation, {size}", seconds["whole"] / seconds["bare"], 4)


def _against_second(year: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Where CP-SAT was not done in time the ratio is smaller than said."""
    taken = second["build"] + second["solve"]
    name = f"whole plan / CP-SAT, {year['consultations']}"
    return figure(name, year["seconds"]["whole"] / taken, 0.4, at_most=not second["proven"])


def _exponent(years: list[dict[str, Any]]) -> float:
    """The slope of the straight line through the logarithms."""
    sizes = [log(year["consultations"]) for year in years]
    slope, _ = np.polyfit(sizes, [log(year["seconds"]["whole"]) for year in years], 1)
    return float(slope)


def _slip_figures(slips: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ratio = sum(s["again"] for s in slips) / sum(s["scratch"] for s in slips)
    unproven = sum(not s["proven"] or s["moves"] != s["bound"] for s in slips)
    return [
        figure("re-plan after a slip at 250 / from scratch", ratio, 1.0),
        figure("re-plans whose moves are not proven the fewest", unproven, 0),
    ]


def _door() -> dict[str, Any]:
    """A year of a database planned in this process, against the relaxation of its own rows."""
    year = planning.today().year + 1
    Draft.objects.all().delete()
    Consultation.objects.all().delete()
    Mission.objects.all().delete()
    data.years(MISSIONS, year - 1, year, 0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    horizon = planning.Horizon(date(year, 1, 1), date(year, 12, 31), date(year, 1, 2))
    planned = planning.plan_together(horizon)
    gathered = planned.gathered
    asked = Placing(tuple(sorted(gathered.wanted, key=lambda w: w.key)), horizon.as_of).problem
    model = build(in_order(asked))
    whole, bare = alternating(
        [
            lambda: planning.plan_together(horizon),
            lambda: Rows(model).relax(np.array(asked.guess) @ model.costs),
        ],
        5,
    )
    times = {"whole": spread(whole), "bare": spread(bare)}
    return {
        "ratio": times["whole"]["median_ms"] / times["bare"]["median_ms"],
        "consultations": len(gathered.wanted), "status": planned.plan.status,
        "columns": model.columns, "rows": len(model.low), "times": times,
        "seconds": {part: round(taken, 4) for part, taken in planned.seconds.items()},
        "levels": {x.name: [x.value, x.bound] for x in planned.plan.levels if x.value or x.bound},
        "unplaced": len(planned.plan.unplaced),
    }  # fmt: skip
