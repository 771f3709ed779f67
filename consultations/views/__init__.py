"""One module per page family; no view imports another."""
