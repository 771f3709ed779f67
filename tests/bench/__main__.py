"""``python -m tests.bench``: builds its data in a database of its own, writes build/bench.json."""

from __future__ import annotations

import importlib
import json
import os
import secrets
import sys
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent.parent
ANSWER = ROOT / "build" / "bench.json"


def main() -> int:
    """Measure, write the answer, say each figure; 1 where a limit is not kept."""
    with tempfile.TemporaryDirectory(prefix="planner-bench-") as scratch:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "planner.settings",
            "DATABASE_URL": f"sqlite:///{scratch}/bench.sqlite3",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "testserver",
            "DEBUG": "",
        }
        os.environ.pop("PUBLIC_URL", None)
        django.setup()
        measured = importlib.import_module("tests.bench.run").run(Path(scratch))
    ANSWER.parent.mkdir(exist_ok=True)
    ANSWER.write_text(json.dumps(measured, indent=2, ensure_ascii=False) + "\n")
    for figure in measured["figures"]:
        mark = "kept  " if figure["kept"] else "MISSED"
        print(f"{mark} {figure['name']}: {figure['value']} (limit {figure['limit']})")
    print(f"Written to {ANSWER.relative_to(ROOT)}.")
    return 0 if all(figure["kept"] for figure in measured["figures"]) else 1


if __name__ == "__main__":
    sys.exit(main())
