"""Drafts of a plan: made, carried out in the background, changed step by step, then released."""

from __future__ import annotations

from consultations.drafts.carrying_out import carry_out
from consultations.drafts.changing import same_version
from consultations.drafts.differing import Difference, Line, difference
from consultations.drafts.making import delete, drafted, make, rename, sketch, stop
from consultations.drafts.queueing import queue_again
from consultations.drafts.releasing import Changed, release
from consultations.drafts.rows import instants, meeting_name, slot_of
from consultations.drafts.steps import (
    decide,
    lock,
    move,
    move_unplaced,
    pin,
    replan,
    step_back,
    unlock,
    unpin,
)
from consultations.drafts.undoing import undo_release
from consultations.drafts.waiting import Queue, queue_state
from consultations.drafts.wishes import horizon_of, keeping_of, placements_of

__all__ = [
    "Changed",
    "Difference",
    "Line",
    "Queue",
    "carry_out",
    "decide",
    "delete",
    "difference",
    "drafted",
    "horizon_of",
    "instants",
    "keeping_of",
    "lock",
    "make",
    "meeting_name",
    "move",
    "move_unplaced",
    "pin",
    "placements_of",
    "queue_again",
    "queue_state",
    "release",
    "rename",
    "replan",
    "same_version",
    "sketch",
    "slot_of",
    "step_back",
    "stop",
    "undo_release",
    "unlock",
    "unpin",
]
