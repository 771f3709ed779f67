"""Meetings that were arranged elsewhere, brought in from tables and calendars."""
