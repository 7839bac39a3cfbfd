"""Addresses of the ground floor's own screens."""

from django.urls import path

from .views.catalogue import component_catalogue
from .views.jobs import dead_jobs

urlpatterns = [
    path("dev/components/", component_catalogue, name="component_catalogue"),
    path("desk/jobs/", dead_jobs, name="dead_jobs"),
]
