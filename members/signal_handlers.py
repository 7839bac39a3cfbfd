"""Reactions of the members' floor."""

from .services import follow_country


def country_saved(sender, instance, created, raw=False, **kwargs):
    """The secretariat may have put the country into another region."""
    if not (created or raw):
        follow_country(country=instance)
