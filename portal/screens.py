"""Addresses of the ground floor's own screens."""

from django.urls import path

from .views.catalogue import component_catalogue
from .views.dashboard import dashboard
from .views.desk import desk
from .views.jobs import dead_jobs
from .views.search import search

urlpatterns = [
    path("dashboard/", dashboard, name="dashboard"),
    path("desk/", desk, name="desk"),
    path("search/", search, name="search"),
    path("dev/components/", component_catalogue, name="component_catalogue"),
    path("desk/jobs/", dead_jobs, name="dead_jobs"),
]
