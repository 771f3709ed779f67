"""The worker's round: claim what is due, hand it to the mail server, keep what it said."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from consultations import contacts
from consultations.invitations import claims, mime, outbox
from consultations.invitations.failures import GIVEN_UP_AFTER, Failure, Fault, judge, no_line, pause
from consultations.invitations.line import Line
from consultations.models import Consultation, Message

logger = logging.getLogger(__name__)
State = Message.State
AT_ONCE = 50  # rows looked up together; each is claimed for itself
BREAKS = 3  # in a row, and the server has rest until the next round
# A mail over which the server refused to speak to us at all rests for a quarter of its age.
HELD_BACK, LONGEST_HELD = timedelta(minutes=1), timedelta(minutes=30)
DATABASE_TRIES = 3


class Delivered:
    """What one round did; ``held`` are the words of a server that takes nothing now."""

    def __init__(self) -> None:
        self.sent = self.retried = self.failed = 0
        self.held = ""

    @property
    def tried(self) -> int:
        return self.sent + self.retried + self.failed

    def __str__(self) -> str:
        words = f"{self.sent} sent, {self.retried} to be tried again, {self.failed} failed"
        return f"{words}; the server takes nothing now: {self.held}" if self.held else words


def deliver(
    *,
    limit: int | None = None,
    now: datetime | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Send what is due, at most *limit* mails, until *stopping* says so between two of them.

    Raises nothing of the mail server's: that is kept with each mail, and in the answer.
    """
    round_ = _Round(limit, now, stopping)
    claims.take_back(round_.now())
    with Line() as line:
        for message in round_.claimed(line):
            round_.settle(message, round_.hand_over(message, line))
    return round_.ended()


class _Round:
    """One round; the connection is made before anything is claimed."""

    def __init__(
        self, limit: int | None, now: datetime | None, stopping: Callable[[], bool]
    ) -> None:
        self.done = Delivered()
        self._limit, self._now, self._stopping = limit, now, stopping
        self._breaks = 0
        self._refused: tuple[Message, str] | None = None  # whose fault it was is open

    def now(self) -> datetime:
        """The time it is, or the one that was given."""
        return self._now or timezone.now()

    def claimed(self, line: Line) -> Iterator[Message]:
        """One row after the other, ours when it is given out."""
        while pks := list(claims.due(self.now()).values_list("pk", flat=True)[:AT_ONCE]):
            for pk in pks:
                if self._over() or not self._opened(line):
                    return
                if (message := claims.claim(pk, self.now())) is not None:
                    yield message

    def hand_over(self, message: Message, line: Line) -> Failure | None:
        """Compose and send it; None where the server took it.

        A server may close a connection over which mails went before: then once more on a new one.
        """
        failure = self._try(message, line)
        if failure and failure.fault is Fault.LINE and line.mails and self._again(message, line):
            failure = self._try(message, line)
        if failure and failure.fault in (Fault.LINE, Fault.ALL):
            line.close()
        return failure

    def settle(self, message: Message, failure: Failure | None) -> None:
        """Keep what became of it, in one transaction; the database is asked more than once.

        A mail that went out and is not marked as sent would go out again.
        """
        for last in (*[False] * (DATABASE_TRIES - 1), True):
            try:
                with transaction.atomic():
                    self._keep(message, failure)
                break
            except OperationalError as error:
                if last or connection.in_atomic_block:
                    raise
                logger.warning("Message %s could not be marked yet: %s", message.pk, error)
                connection.close()
                time.sleep(1)
        self._count(message, failure)

    def ended(self) -> Delivered:
        """What was done; a server that refused the only mail there was takes nothing now."""
        if self._refused and not self.done.held:
            self.done.held = self._refused[1]
        return self.done

    def _over(self) -> bool:
        full = self._limit is not None and self.done.tried >= self._limit
        return full or bool(self.done.held) or self._stopping()

    def _opened(self, line: Line) -> bool:
        try:
            line.open()
        except Exception as error:
            self.done.held = no_line(error).words
            rows = claims.due(self.now()).order_by().exclude(error=self.done.held)
            rows.update(error=self.done.held)
            logger.warning("The mail server cannot be reached: %s", self.done.held)
            return False
        return True

    def _again(self, message: Message, line: Line) -> bool:
        line.close()
        return self._opened(line) and claims.renew(message, self.now())

    def _try(self, message: Message, line: Line) -> Failure | None:
        try:
            line.send(mime.compose(message))
        except Exception as error:
            failure = judge(error)
            logger.info("Message %s: %s", message.pk, failure.words)
            if failure.fault is Fault.LATER and not isinstance(error, OSError):
                logger.exception("Message %s could not be sent", message.pk)  # ours to mend
            return failure
        return None

    def _keep(self, message: Message, failure: Failure | None) -> None:
        if failure is None:
            ours = claims.finish(
                message, state=State.SENT, sent_at=self.now(), next_try_at=None, error=""
            )
        elif failure.final or message.tries >= GIVEN_UP_AFTER:
            ours = self._give_up(message, failure)
        else:
            ours = self._put_back(message, failure)
        if not ours:
            logger.warning("Message %s was taken by another worker, or is gone", message.pk)

    def _give_up(self, message: Message, failure: Failure) -> bool:
        # The consultation first, as every deed does, so that two wait and never block.
        if message.consultation_id:
            rows = Consultation.objects.select_for_update(of=("self",))
            rows.filter(pk=message.consultation_id).first()
        message.error = failure.words
        ours = claims.finish(message, state=State.FAILED, next_try_at=None, error=failure.words)
        if ours:
            claims.withdraw(message)
            outbox.was_not_told(message)
        if ours and failure.fault is Fault.ADDRESS:
            contacts.mark_failing(message.to_email, failure.words, self.now())
        return ours

    def _put_back(self, message: Message, failure: Failure) -> bool:
        """A refusal of everything is no try of this mail; it lets the others go first."""
        tries, later = message.tries, pause(message.tries, message.pk)
        if failure.fault is Fault.ALL:
            tries, later = tries - 1, self._rest(message)
        due_at = self.now() + later
        return claims.finish(
            message, state=State.QUEUED, tries=tries, next_try_at=due_at, error=failure.words
        )

    def _rest(self, message: Message) -> timedelta:
        age = self.now() - (message.stamped_at or message.drafted_at)
        return min(max(age / 4, HELD_BACK), LONGEST_HELD)

    def _count(self, message: Message, failure: Failure | None) -> None:
        if failure is None:
            self.done.sent, self._breaks = self.done.sent + 1, 0
        elif failure.final:
            self.done.failed += 1
        else:
            self.done.retried += 1
            self._breaks += failure.fault is Fault.LINE
            if self._breaks >= BREAKS:
                self.done.held = failure.words
        self._weigh(message, failure)

    def _weigh(self, message: Message, failure: Failure | None) -> None:
        """Whether the server takes nothing, or not that mail: one other is tried before it rests.

        A server asked for a second mail and refusing that too has rest.
        """
        if failure is not None and failure.fault is Fault.ALL:
            if self._refused is None:
                self._refused = (message, failure.words)
            else:
                self.done.held = failure.words
        elif self._refused is not None and (failure is None or failure.fault is not Fault.LINE):
            claims.blame(self._refused[0], self.now())
            self._refused = None
