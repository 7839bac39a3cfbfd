"""The one error of this package."""


class EmbeddedError(Exception):
    """Something on this machine keeps the demo or its database from running; the text is for people."""
