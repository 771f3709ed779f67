"""Properties are tried without a deadline: a busy machine is no failure."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("planner", deadline=None)
settings.load_profile("planner")
