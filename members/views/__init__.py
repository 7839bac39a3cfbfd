"""Screens of the members' floor."""
