"""Files that people bring: checked on the way in, private at rest, served only after a check."""
