"""Other people's calendars, read for when their rooms and delegations are busy."""
