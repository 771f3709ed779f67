"""What was recorded, decided, booked, sent and answered: the one Django app."""
