"""Who may do what: four groups, and what a convener may do with their own consultations."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Consultation

ADMINISTRATOR, PLANNER, CONVENER, READER = GROUPS = (
    "administrator",
    "planner",
    "convener",
    "reader",
)
# What each group may do anywhere. A convener also remarks on, and sees the details of, the
# consultations that name them.
MAY = {
    ADMINISTRATOR: frozenset({"read", "details", "remark", "plan", "facts", "numbers", "users"}),
    PLANNER: frozenset({"read", "details", "remark", "plan"}),
    CONVENER: frozenset({"read"}),
    READER: frozenset({"read", "details"}),
}
OWN = frozenset({"remark", "details"})
DEEDS = frozenset().union(*MAY.values())
SENTENCES = {
    "read": gettext_lazy("Your account is in no group yet. An administrator can add it to one."),
    "details": gettext_lazy("This is a closed meeting."),
    "remark": gettext_lazy("Remarks are made by planners and by those who convene this meeting."),
    "plan": gettext_lazy("Planning and booking are for planners."),
    "facts": gettext_lazy("Facts are kept by administrators."),
    "numbers": gettext_lazy("Numbers of the register are changed by administrators."),
    "users": gettext_lazy("Accounts are kept by administrators."),
}
# What people decide goes through booking, where it is checked and kept as a deed: never by hand.
DECIDED = (
    "consultation", "hold", "participation", "choice", "deed", "remark", "cyclechoice",
    "datechange", "numberoverride", "draft", "draftplacement", "record", "recordedit", "attendance",
    "panellist", "writteninput", "point", "pointfollow", "question", "reportback", "feedback",
    "taskmark", "paper", "paperblock", "tableissue",
)  # fmt: skip

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Person = User | AnonymousUser


def may(user: Person | None, deed: str, obj: Any = None) -> bool:
    """Whether *user* may do *deed* ("read", "details", "remark", "plan", "facts", "numbers",
    "users"), to *obj* where it is about one consultation.

    "details" of a consultation shown in the Journal or the programme of work: everybody who reads.
    Raises ``KeyError`` for a deed that nobody defined.
    """
    if deed not in DEEDS:
        raise KeyError(deed)
    if user is None or not user.is_active:
        return False
    if user.is_superuser:
        return True
    groups = group_names(user)
    if any(deed in MAY.get(name, ()) for name in groups):
        return True
    if deed not in OWN or not isinstance(obj, Consultation):
        return False
    if deed == "details" and obj.visibility != Consultation.Visibility.INVITEES and groups:
        return True
    return CONVENER in groups and convenes(user, obj)


def require(user: Person, deed: str, obj: Any = None) -> None:
    """Raise ``PermissionDenied`` with the sentence to show, unless *user* may."""
    if not may(user, deed, obj):
        raise PermissionDenied(str(SENTENCES.get(deed, _("This is not for you to do."))))


def needs(deed: str) -> Callable[[View[P]], View[P]]:
    """A view for those alone who may do *deed*: ``@needs("plan")``."""
    if deed not in DEEDS:
        raise KeyError(deed)

    def guarded(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            require(request.user, deed)
            return view(request, *args, **kwargs)

        return answer

    return guarded


def convenes(user: Person, consultation: Consultation) -> bool:
    """Whether the consultation names *user* as one of its conveners."""
    return any(person.pk == user.pk for person in consultation.convener_user.all())


def group_names(user: Person) -> frozenset[str]:
    """The names of the groups *user* is in, asked for once in a request."""
    if not user.is_authenticated:
        return frozenset()
    known: frozenset[str] | None = getattr(user, "_group_names", None)
    if known is None:
        known = frozenset(user.groups.values_list("name", flat=True)) & {*GROUPS}
        vars(user)["_group_names"] = known
    return known


def ensure_groups() -> dict[str, Group]:
    """The four groups with their rights in the admin; calling it again changes nothing.

    Permissions exist once migrations have run, which is why this is no migration. Accounts in the
    group of administrators still need ``is_staff`` to enter the admin.
    """
    ours = Permission.objects.filter(content_type__app_label="consultations")
    seeing = ours.filter(codename__startswith="view_")
    decided = Q(content_type__model__in=DECIDED)
    people = Permission.objects.filter(
        content_type__app_label="auth", content_type__model="user"
    ) | Permission.objects.filter(content_type__app_label="auth", codename="view_group")
    rights = {
        ADMINISTRATOR: [*ours.exclude(decided), *seeing.filter(decided), *people],
        PLANNER: [*seeing],
    }
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in GROUPS}
    for name, group in groups.items():
        group.permissions.set(rights.get(name, []))
    return groups
