"""Addresses of the ground floor's own screens."""

from django.urls import path

from .views.jobs import dead_jobs

urlpatterns = [
    path("desk/jobs/", dead_jobs, name="dead_jobs"),
]
