"""What staff asked to get by mail: each changes their own on their page; here it is looked up."""

from __future__ import annotations

from django.contrib import admin

from consultations.admin.guarded import Looked
from consultations.models import MailPreference


@admin.register(MailPreference)
class MailPreferenceAdmin(Looked):
    """Digest, reminders and language of each account that ever asked."""

    list_display = ["user", "digest", "deadline_days", "language"]
    list_filter = ["digest", "language"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "user__email"]
    list_select_related = ["user"]
