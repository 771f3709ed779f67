"""What each page shows, worked out as plain values for its template."""
