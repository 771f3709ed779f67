"""The root of the site: the app's pages, sign-in, languages and the admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from django.views.i18n import set_language

admin.site.site_header = _("Consultation planner: facts and people")
admin.site.site_title = _("Consultation planner")
admin.site.index_title = _("Facts and people")

icon = RedirectView.as_view(url=lazy(static, str)("consultations/icon.svg"))
accounts = [
    path("login/", auth.LoginView.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
]

urlpatterns = [
    path("accounts/", include(accounts)),
    path("language/", login_not_required(set_language), name="set_language"),
    path("favicon.ico", login_not_required(icon)),  # the admin's pages name no icon
    path("admin/", admin.site.urls),
    path("", include("consultations.urls")),
]
