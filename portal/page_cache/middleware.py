"""Answers visitors from memory. Stands before sessions, so that an answer costs next to nothing."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from . import generation, rules
from .entries import Entry
from .store import Flights, Shelves


class PageCacheMiddleware:
    """Serves and keeps the pages that ``rules`` allow, as long as the generation stands still.

    The generation is read before rendering and again at each hit: a page rendered from a state that
    was changed meanwhile is stale the moment it is stored.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.shelves = Shelves(settings.PAGE_CACHE_MAX_BYTES)
        self.flights = Flights()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = rules.key_of(request) if settings.PAGE_CACHE_ENABLED and not settings.DEBUG else None
        now = generation.current() if key else None
        if key is None or now is None:
            return self.get_response(request)
        entry = self.shelves.of(key[-1]).get(key, now)
        return entry.respond(request) if entry else self._render(request, key)

    def _render(self, request: HttpRequest, key: tuple) -> HttpResponseBase:
        store = self.shelves.of(key[-1])
        with self.flights.alone(key):
            now = generation.current()
            if now is None:
                return self.get_response(request)
            if entry := store.get(key, now):
                return entry.respond(request)
            response = self.get_response(request)
            if not rules.storable(request, response):
                return response
            entry = Entry.of(response, now)
            store.put(key, entry)
            answer = entry.respond(request)
            answer._resource_closers.extend(response._resource_closers)
            return answer
