"""Addresses of the ground floor's own screens."""

urlpatterns: list = []
