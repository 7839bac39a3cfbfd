"""A stored page: compressed once for each encoding, answered without rendering anything."""

import gzip
import re
from dataclasses import dataclass, field
from hashlib import blake2b
from time import monotonic

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .generation import Generation

MAX_AGE = 300  # seconds; a purge is at once, this only bounds what nobody thought of
ENCODERS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
MIN_COMPRESSED = 512
NOT_KEPT = frozenset(
    {"content-length", "content-encoding", "vary", "cache-control", "etag", "expires", "last-modified"}
)
ACCEPTED = re.compile(r"(?:^|,)\s*(br|gzip)\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+)?\s*(?=,|$)")


def shared_cache_control() -> str:
    """Browsers ask each time (and get a 304); a cache in front may keep the page for a short while."""
    return f"public, max-age=0, s-maxage={settings.PAGE_CACHE_SHARED_SECONDS}, must-revalidate"


@dataclass
class Entry:
    """A page under the generation that was current before it was rendered."""

    generation: Generation
    body: bytes
    headers: dict[str, str]
    etag: str
    expires: float
    encoded: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, response: HttpResponse, generation: Generation) -> "Entry":
        """Take the page from a response that ``rules.storable`` has allowed."""
        body = response.content
        headers = {name: value for name, value in response.items() if name.lower() not in NOT_KEPT}
        digest = blake2b(body, digest_size=12).hexdigest()
        headers |= {
            "Vary": "Accept-Encoding",
            "ETag": f'W/"{digest}"',
            "Cache-Control": shared_cache_control(),
        }
        return cls(generation, body, headers, headers["ETag"], monotonic() + MAX_AGE)

    @property
    def cost(self) -> int:
        """Bytes this entry may come to take, its compressed forms included."""
        return int(len(self.body) * 1.6) + 2048

    def respond(self, request: HttpRequest) -> HttpResponse:
        """The page for this request: 304 if the browser has it, compressed if it can take that."""
        if self._is_known(request.META.get("HTTP_IF_NONE_MATCH", "")):
            return HttpResponse(status=304, headers=self.headers)
        encoding = self._encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        body = self._encoded(encoding) if encoding else self.body
        response = HttpResponse(body if request.method == "GET" else b"", headers=self.headers)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(body))
        response.encoding_settled = True  # see portal.middleware.compression
        return response

    def _is_known(self, asked: str) -> bool:
        return bool(asked) and (asked == "*" or self.etag in (tag.strip() for tag in asked.split(",")))

    def _encoding(self, accepted: str) -> str | None:
        if len(self.body) < MIN_COMPRESSED or not accepted:
            return None
        offers = set(ACCEPTED.findall(accepted[:200].lower()))
        return next((name for name in ENCODERS if name in offers), None)

    def _encoded(self, encoding: str) -> bytes:
        if encoding not in self.encoded:
            self.encoded[encoding] = ENCODERS[encoding](self.body)
        return self.encoded[encoding]
