"""Why a mail does not leave: one sentence for the person who asked, with the cure."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was queued and nothing changed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
