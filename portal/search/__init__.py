"""Search machinery: folded keys that make names and texts of all scripts comparable."""
