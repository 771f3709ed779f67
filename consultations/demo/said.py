"""What was said at the demonstration's meetings: all of it made up, and labelled so."""

from __future__ import annotations

from dataclasses import dataclass

LABEL = "Demo:"


@dataclass(frozen=True, slots=True)
class Said:
    """One point: how openly it is told, and what became of it."""

    text: str
    theme: str
    attribution: str = ""
    raised_by: str = ""
    group: str = ""
    standing: str = ""
    in_draft: str = ""
    in_text: str = ""
    reason: str = ""
    told_by: str = ""


SAID = (
    Said("The wounded should reach a hospital within the hour.", "safety and security", "named",
         "Demo delegation A", "", "agreed", "reflected", "reflected", "", "penholder"),
    Said("Patrols need more mobility before the rainy season.", "operations", "group", "",
         "demo contributors of troops", "agreed", "partly", "partly",
         "Said in general terms.", "penholder"),
    Said("Tasks should come in an order of priority.", "mandate", "none", "", "", "contested",
         "no", "no", "The Council kept the order as it was.", "penholder"),
    Said("The threat assessment should be shared earlier.", "information", "", "", "", "agreed",
         "reflected", "reflected", "", "secretariat"),
    Said("Police units should be consulted on their deployment.", "police", "named",
         "Demo delegation B", "demo contributors of police", "", "no", "n.a.",
         "A matter for the concept of operations.", "secretariat"),
    Said("Reimbursement is late.", "resources", "group", "", "demo contributors of troops",
         "agreed", "n.a.", "n.a.", "Not for the mandate.", "secretariat"),
    Said("Training on conduct should be given before deployment.", "conduct", "none", "", "",
         "agreed", "", "reflected", "", "penholder"),
    Said("The drawdown should wait for the elections.", "transition", "", "", "", "contested"),
)  # fmt: skip
# (question, on an incident, working days until it is answered; None: nobody has answered)
ASKED = (
    ("Which routes are closed to supply convoys?", False, 6),
    ("What came of the inquiry into the last attack?", True, 2),
    ("When will the new camp be ready?", False, 12),
)
TAGS = (
    ("Demo: safety of peacekeepers", "Demo: protection of civilians"),
    ("Demo: safety of peacekeepers",),
    ("Demo: protection of civilians", "Demo: sexual exploitation and abuse"),
    ("Demo: safety of peacekeepers", "Demo: sexual exploitation and abuse"),
)
# (side, dialogue, effect, worth) of those who answered after a meeting
FEEDBACK = (
    ("council", 4, 4, 4), ("council", 3, 3, 4), ("contributors", 3, 2, 4),
    ("contributors", 4, 3, 5), ("contributors", 2, 2, 3), ("secretariat", 4, 4, 4),
)  # fmt: skip
PANEL = (
    ("Ms.", "Demo Briefer One", "Director (made up)", "Department of Peace Operations"),
    ("Mr.", "Demo Briefer Two", "Military adviser (made up)", "Department of Peace Operations"),
)
