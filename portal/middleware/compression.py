"""Compression of pages that are rendered for one person."""

from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml")


class TextGZipMiddleware(GZipMiddleware):
    """Django's, which hides the length of pages with form tokens by random padding (BREACH), for texts only.

    Downloads and byte ranges stay as they are: a compressed range is no range.
    """

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "")
        settled = getattr(response, "encoding_settled", False)
        if settled or response.streaming or response.status_code == 206 or not kind.startswith(TEXTS):
            return response
        return super().process_response(request, response)
