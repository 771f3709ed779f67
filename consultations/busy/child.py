"""``python -m consultations.busy.child FIRST LAST``: a calendar in, its busy times out, as JSON.

A process of its own for each file, so that one made to take all time or memory takes only its
own: the system ends it. What one file says of a zone is no other file's either. Knows no Django.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import datetime

from consultations.busy.expanding import expand
from consultations.busy.trimming import LARGEST, Unreadable

CPU = 9  # seconds
MEMORY = 1024**3  # bytes
SERIES = 2.0  # seconds for one series


def main() -> None:
    """Read from the standard input; write one JSON document."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    first, last = (datetime.fromisoformat(text) for text in sys.argv[1:3])
    try:
        found = expand(sys.stdin.buffer.read(LARGEST + 1), first, last, seconds=SERIES)
    except Unreadable as refused:
        json.dump({"refused": [refused.code, refused.detail]}, sys.stdout)
        return
    spans = [
        (span.starts_at.isoformat(), span.ends_at.isoformat(), span.title, span.uid)
        for span in sorted(found.spans)
    ]
    json.dump({"spans": spans, "warnings": found.warnings}, sys.stdout)


if __name__ == "__main__":
    main()
