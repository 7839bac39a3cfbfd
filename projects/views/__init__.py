"""Screens of working groups and events."""
