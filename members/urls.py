"""Addresses of the app."""

urlpatterns: list = []
