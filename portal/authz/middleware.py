"""Keeps what a person holds for the length of one request, so that it is loaded once."""

from .actors import request_cache


class AuthzMiddleware:
    """Wraps each request in ``authz.request_cache()``."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with request_cache():
            return self.get_response(request)
