"""CP-SAT on the same rows, in a process of its own: ``python -m tests.bench.second 250 120``.

One worker, ``linearization_level=2``; it cannot be imported where HiGHS is. Its task is the
easier one: a single sum, with the flat weights at which it was quickest. The answer is JSON.
"""

from __future__ import annotations

import json
import sys
from time import process_time
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from planner.rows import Model, build
from tests.bench.years import problem

WEIGHTS = (50_000_000, *(5_000_000,) * 5, *(1_000_000, 50_000) * 5, 2_500, 1)
NO_END = 1000  # more than any column that only counts


def main(count: int, limit: float) -> dict[str, Any]:
    """Seconds to build and to solve, and how it ended; *limit* in seconds."""
    begin = process_time()
    asked = written(build(problem(count)))
    built = process_time()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = limit
    status = solver.solve(asked)
    return {
        "build": built - begin, "solve": process_time() - built,
        "status": solver.status_name(status).lower(), "proven": status == cp_model.OPTIMAL,
    }  # fmt: skip


def written(model: Model) -> cp_model.CpModel:
    """The same rows for CP-SAT, with one sum to be made least."""
    found = cp_model.CpModel()
    most = np.minimum(model.upper, NO_END).astype(int).tolist()
    columns = [found.new_int_var(0, upper, "") for upper in most]
    index, value = model.index.tolist(), model.value.astype(int).tolist()
    for low, high, begin, end in zip(
        model.low, model.high, model.starts, model.starts[1:], strict=False
    ):
        row = cp_model.LinearExpr.weighted_sum(
            [columns[n] for n in index[begin:end]], value[begin:end]
        )
        found.add(row == int(high) if low == high else row <= int(high))
    costs = (np.array(WEIGHTS, dtype=np.int64) @ model.costs).tolist()
    found.minimize(cp_model.LinearExpr.weighted_sum(columns, costs))
    return found


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), float(sys.argv[2]))))
