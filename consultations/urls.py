"""Every page of the app, by the name templates use for it."""

from __future__ import annotations

from django.urls import path

from consultations.views import calendar, data, health, missions, register, search, year

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("year/<int:year>/", year.year, name="year"),
    path("missions/", missions.missions, name="missions"),
    path("missions/<str:acronym>/", missions.mission, name="mission"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("search/", search.results, name="search"),
    path("data/", data.data, name="data"),
    path("data/facts/check/", data.facts_check, name="facts_check"),
    path("data/facts/load/", data.facts_load, name="facts_load"),
    path("data/council/", data.council_paste, name="council_paste"),
    path("data/arranged/check/", data.arranged_check, name="arranged_check"),
    path("data/arranged/load/", data.arranged_load, name="arranged_load"),
    path("data/empty/<slug:stem>.csv", data.template, name="data_template"),
    path("data/facts.zip", data.export, name="data_export"),
    path("register/", register.register, name="register"),
    path("register/criteria/", register.criteria, name="register_criteria"),
    path("register/tensions/", register.tensions, name="register_tensions"),
    path("register/numbers/", register.register_numbers, name="register_numbers"),
    path("register/numbers/<slug:key>/", register.number, name="number_change"),
    path("register/numbers/<slug:key>/<int:pk>/", register.number_reset, name="number_reset"),
    path("register/<str:id>/", register.entry, name="register_entry"),
]
