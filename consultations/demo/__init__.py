"""The demonstration: sample facts, accounts to sign in with, and a made-up year of bookings."""

from __future__ import annotations

from consultations.demo.accounts import Account, accounts, is_local
from consultations.demo.contacts import add_contacts
from consultations.demo.planned import DemoNotPlanned, plan_year
from consultations.demo.records import keep_records
from consultations.demo.sample import SampleRefused, load_sample
from consultations.demo.year import book_year

__all__ = [
    "Account",
    "DemoNotPlanned",
    "SampleRefused",
    "accounts",
    "add_contacts",
    "book_year",
    "is_local",
    "keep_records",
    "load_sample",
    "plan_year",
]
