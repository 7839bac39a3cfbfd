"""The portal's addresses and the bare page."""

from django.shortcuts import render
from django.urls import path

from portal.urls import urlpatterns as portal_urls


def bare(request):
    """A Django template page of about 15 KB without database: the measure of all others."""
    return render(request, "bare.html", {"rows": range(120)})


urlpatterns = [path("bare/", bare), *portal_urls]
