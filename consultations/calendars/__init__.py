"""Calendar files: written by RFC 5545, read back, and meetings brought in from elsewhere."""
