"""What a delegation answers, and which answers still are answers to the time that stands.

A delegation comes if anybody of it comes, and stays away only if those who answer for it all do:

- ACCEPTED as soon as one of its addresses accepted, else TENTATIVE as soon as one is perhaps;
- else DELEGATED while one passed it on and the person named has not answered (once that person is
  invited, their answer stands in its place);
- else DECLINED if all who answered declined and nobody is left to hear from, or the mailbox of the
  mission, which speaks for all, is among them;
- else NEEDS-ACTION.
"""

from __future__ import annotations

from collections.abc import Iterable

from consultations.invitations.snapshots import Snapshot, is_retimed
from consultations.models import Consultation, FeedMark, Invitation, Participation, Reply

Answer = Participation.Answer
GROUP = Participation.CalendarType.GROUP


def combined(invitations: Iterable[Invitation]) -> str:
    """What a delegation answers, from the invitations of all its addresses."""
    asked = [one for one in invitations if one.wanted and not one.called_off]
    replaced = {one.delegated_from_id for one in asked if one.delegated_from_id}
    passed_on = {one.pk for one in asked if one.partstat == Answer.DELEGATED} & replaced
    speaking = [one for one in asked if one.pk not in passed_on]
    given = {one.partstat for one in speaking}
    for answer in (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DELEGATED):
        if answer in given:
            return str(answer)
    if Answer.DECLINED not in given:
        return str(Answer.NEEDS_ACTION)
    for_all = any(o.partstat == Answer.DECLINED and o.cutype == GROUP for o in speaking)
    waiting = any(o.partstat == Answer.NEEDS_ACTION and o.told for o in speaking)
    return str(Answer.DECLINED if for_all or not waiting else Answer.NEEDS_ACTION)


def combine(participation: Participation) -> None:
    """Store what the delegation answers now."""
    rows = Invitation.objects.filter(participation=participation)
    Participation.objects.filter(pk=participation.pk).update(partstat=combined(rows))
    FeedMark.bump()


def keep_to_the_time(
    row: Consultation, invitations: Iterable[Invitation], stands: Snapshot
) -> None:
    """Set aside answers to another time than the one that stands; let them stand where it is back.

    What was answered is looked up among the replies counted for the version that was told last.
    """
    told = [one for one in invitations if one.is_told]
    away = [one for one in told if is_retimed(one.told, stands)]
    changed = [one for one in away if one.partstat != Answer.NEEDS_ACTION]
    for one in changed:
        one.partstat = Answer.NEEDS_ACTION
    changed += _back([one for one in told if one not in away and one.sequence < row.sequence])
    if not changed:
        return
    Invitation.objects.bulk_update(changed, ["partstat"])
    for guest in {one.participation_id: one.participation for one in changed}.values():
        combine(guest)


def _back(invitations: Iterable[Invitation]) -> list[Invitation]:
    """Those whose answer counts again, with it; one query."""
    silent = {one.pk: one for one in invitations if one.partstat == Answer.NEEDS_ACTION}
    if not silent:
        return []
    counted = Reply.objects.filter(invitation__in=silent, outcome=Reply.Outcome.COUNTED)
    found = []
    for reply in counted.order_by("pk").only("invitation_id", "sequence", "partstat"):
        one = silent[reply.invitation_id or 0]
        if reply.sequence in (None, one.sequence) and reply.partstat:
            one.partstat = reply.partstat
            found.append(one)
    return list(dict.fromkeys(found))
