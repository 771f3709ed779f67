"""How the Journal's line is put in English and in French, the two languages it is sent in.

The model is the entry of 23 March 2015 for the Working Group: day, hour, body, closed, room, and a
footnote that all troop- and police-contributing countries are invited. The wording around it is
ours. French names of missions and rooms are general knowledge (high); one that is not listed keeps
its name as recorded.
"""

from __future__ import annotations

import re
from datetime import date, datetime

ENGLISH, FRENCH = "en", "fr"
LANGUAGES = {ENGLISH: "English", FRENCH: "Français"}
MONTHS = {
    ENGLISH: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    FRENCH: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}
WEEKDAYS = {
    ENGLISH: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    FRENCH: ["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"],
}
GROUP = {
    ENGLISH: "Security Council Working Group on Peacekeeping Operations",
    FRENCH: "Groupe de travail du Conseil de sécurité sur les opérations de maintien de la paix",
}
FORMAL = {
    ENGLISH: "Meeting of the Security Council with the troop- and police-contributing countries "
    "pursuant to resolution 1353 (2001), annex II, sections A and B",
    FRENCH: "Réunion du Conseil de sécurité avec les pays qui fournissent des contingents et du "
    "personnel de police, tenue en application des sections A et B de l’annexe II de la "
    "résolution 1353 (2001)",
}
COLON = {ENGLISH: ": ", FRENCH: "\u00a0: "}  # French sets a space that does not break
COUNCIL = {ENGLISH: "Security Council", FRENCH: "Conseil de sécurité"}
CLOSED = {ENGLISH: "[Closed]", FRENCH: "[Séance privée]"}
OPEN = {ENGLISH: "[Open]", FRENCH: "[Séance publique]"}
ALL_INVITED = {
    ENGLISH: "* All troop- and police-contributing countries are invited.",
    FRENCH: "* Tous les pays qui fournissent des contingents ou du personnel de police sont "
    "invités.",
}
MISSION_INVITED = {
    ENGLISH: "* All troop- and police-contributing countries of {missions} are invited.",
    FRENCH: "* Tous les pays qui fournissent des contingents ou du personnel de police ({missions})"
    " sont invités.",
}
BY_INVITATION = {
    ENGLISH: "* Participation is by invitation.",
    FRENCH: "* La participation se fait sur invitation.",
}
UNCONFIRMED = {ENGLISH: "{room} (to be confirmed)", FRENCH: "{room} (à confirmer)"}
NO_ROOM = {ENGLISH: "Room to be announced", FRENCH: "Salle à préciser"}
ROOMS = {
    "Security Council Chamber": "Salle du Conseil de sécurité",
    "Security Council Consultations Room": "Salle des consultations du Conseil de sécurité",
    "ECOSOC Chamber": "Salle du Conseil économique et social",
    "Economic and Social Council Chamber": "Salle du Conseil économique et social",
    "Trusteeship Council Chamber": "Salle du Conseil de tutelle",
}
MISSIONS = {  # where the French acronym differs from the English one
    "UNAMA": "MANUA", "UNAMI": "MANUI", "UNAMID": "MINUAD", "UNDOF": "FNUOD", "UNIFIL": "FINUL",
    "UNIOGBIS": "BINUGBIS", "UNISFA": "FISNUA", "UNITAMS": "MINUATS", "UNMIK": "MINUK",
    "UNMIL": "MINUL", "UNMISS": "MINUSS", "UNOCI": "ONUCI", "UNSMIL": "MANUL", "UNSOM": "MANUSOM",
    "UNTSO": "ONUST",
}  # fmt: skip
_NUMBERED = re.compile(r"Conference Room (\S+)", re.I)


def say_long_day(on: date, language: str) -> str:
    """ "Monday, 23 March 2015"; "Lundi 23 mars 2015", with "1er"."""
    weekday, month = WEEKDAYS[language][on.weekday()], MONTHS[language][on.month - 1]
    if language == FRENCH:
        return f"{weekday} {'1er' if on.day == 1 else on.day} {month} {on.year}"
    return f"{weekday}, {on.day} {month} {on.year}"


def say_hours(start: datetime, end: datetime, language: str) -> str:
    """ "15:00 to 16:30"; "15 heures à 16 h 30"."""
    if language == FRENCH:
        return f"{_hour(start)} à {_hour(end)}"
    return f"{start:%H:%M} to {end:%H:%M}"


def _hour(at: datetime) -> str:
    if at.minute:
        return f"{at.hour} h {at:%M}"
    return f"{at.hour} heure{'s' if at.hour > 1 else ''}"


def room_name(name: str, language: str) -> str:
    """The room's name in that language, as recorded where it is not known."""
    if language != FRENCH:
        return name
    numbered = _NUMBERED.fullmatch(name)
    return f"Salle de conférence {numbered[1]}" if numbered else ROOMS.get(name, name)


def mission_name(acronym: str, language: str) -> str:
    """The acronym in that language."""
    return MISSIONS.get(acronym, acronym) if language == FRENCH else acronym


def full_name(acronym: str, name: str, language: str) -> str:
    """The name as recorded, in English, with the acronym; else the acronym of that language."""
    if language == FRENCH or not name or name == acronym:
        return mission_name(acronym, language)
    return f"{name} ({acronym})"
