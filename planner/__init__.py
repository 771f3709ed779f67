"""The planning core (plain values, no database, no clock) and the site's settings."""
