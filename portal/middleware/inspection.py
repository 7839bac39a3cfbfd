"""What input must not be: NUL bytes, broken UTF-8, absurd numbers, too much, too deep.

PostgreSQL and the libraries below refuse these with exceptions; here they become a sentence.
"""

import json
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext_lazy as _

MAX_QUERY = 8 * 1024
MAX_PARAMETERS = 500
MAX_DEPTH = 32
MAX_DIGITS = 18
MAX_NUMBER = 2**31 - 1
COUNTERS = frozenset({"p", "page", "offset", "limit", "per_page", "size", "number", "year"})
FREE_TEXT = frozenset({"q", "query", "search"})
NUMBER = re.compile(r"\s*[+-]?(\d+)\s*")
ID = re.compile(r"\d{1,18}|[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
# Django has decoded the path and left a percent sign before each byte that was no UTF-8.
BROKEN_IN_PATH = re.compile("%[89A-Fa-f][0-9A-Fa-f]")
STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
BRACKETS = re.compile(rb"[\[\]{}]")
UTF8 = ("utf-8", "utf8", "us-ascii", "ascii")
# Stock Wagtail fails without this field, and hands the parameters below to int() unchecked.
ADMIN_NEEDED = {"/admin/choose-external-link/": "external-link-chooser-url"}
ID_PARAMETERS = ("id", "parent_page_id", "collection_id", "page_type_id")


class Refused(Exception):
    """The request cannot be worked with: a status and a reason for people."""

    def __init__(self, reason, status: int = 400):
        super().__init__(reason)
        self.reason, self.status = reason, status


NUL = _("The request holds a character (NUL) that cannot be part of any text.")
ENCODING = _("The request holds text that is not valid UTF-8.")
NUMBER_TOO_LARGE = _("The request holds a number that is far too large.")
TOO_MANY = _("The request holds more fields or files than any form of ours has.")
UNREADABLE = _("The request cannot be read. It may have been cut off on its way.")


def inspect(request: HttpRequest) -> None:
    """Raise ``Refused`` if the request's address, cookies or body are none of what a client should send."""
    _check_path(request)
    _check_query(request)
    if any("\0" in value for pair in request.COOKIES.items() for value in pair):
        raise Refused(NUL)
    if request.method not in ("GET", "HEAD", "OPTIONS", "TRACE"):
        _check_body(request)


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(ENCODING) from error
    if "\0" in text:
        raise Refused(NUL)
    return text


def _raw(request: HttpRequest, name: str) -> bytes:
    return request.META.get(name, "").encode("latin-1", "replace")


def _check_path(request: HttpRequest) -> None:
    if "\0" in request.path_info:
        raise Refused(NUL)
    if BROKEN_IN_PATH.search(request.path_info):
        raise Refused(ENCODING)


def _check_query(request: HttpRequest) -> None:
    raw = _raw(request, "QUERY_STRING")
    if not raw:
        return
    if len(raw) > MAX_QUERY:
        raise Refused(_("The address is too long."), 414)
    _text(unquote_to_bytes(raw.replace(b"+", b" ")))
    try:
        pairs = parse_qsl(
            raw.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=MAX_PARAMETERS
        )
    except ValueError as error:
        raise Refused(TOO_MANY) from error
    _check_numbers(pairs)
    if request.path_info.startswith("/admin/"):
        _check_admin_ids(request, pairs)


def _check_numbers(pairs: Iterable[tuple[str, str]]) -> None:
    for name, value in pairs:
        match = NUMBER.fullmatch(value)
        if match is None or name in FREE_TEXT:
            continue
        digits = match[1]
        if len(digits) > MAX_DIGITS or (name in COUNTERS and int(digits) > MAX_NUMBER):
            raise Refused(NUMBER_TOO_LARGE)


def _check_admin_ids(request: HttpRequest, pairs: list[tuple[str, str]]) -> None:
    bulk = "/bulk/" in request.path_info  # there ``id=all`` stands for a whole list
    for name, value in pairs:
        if name in ID_PARAMETERS and value and not ID.fullmatch(value) and not (bulk and value == "all"):
            raise Refused(_("The address names something by a number that is none."))


def _check_body(request: HttpRequest) -> None:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not (length.isascii() and length.isdigit()):
        raise Refused(UNREADABLE)
    if int(length[:MAX_DIGITS]) > settings.MAX_REQUEST_SIZE:
        raise Refused(_("What you sent is too large."), 413)
    charset = request.content_params.get("charset", "utf-8").strip("\"' ").lower()
    try:
        if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
            _check_form(request, charset)
        elif request.content_type.endswith("json"):
            _check_json(request.body)
    except RequestDataTooBig as error:
        raise Refused(_("What you sent is too large."), 413) from error
    except (TooManyFieldsSent, TooManyFilesSent) as error:
        raise Refused(TOO_MANY) from error
    except (MultiPartParserError, UnreadablePostError, BadRequest) as error:
        raise Refused(UNREADABLE) from error


def _check_form(request: HttpRequest, charset: str) -> None:
    if charset not in UTF8:
        raise Refused(ENCODING)
    if request.content_type == "application/x-www-form-urlencoded":
        _text(unquote_to_bytes(request.body.replace(b"+", b" ")))
    texts = [text for name, values in request.POST.lists() for text in (name, *values)]
    names = [text for name, files in request.FILES.lists() for text in (name, *(file.name for file in files))]
    if any("\0" in text for text in (*texts, *names)):
        raise Refused(NUL)
    needed = ADMIN_NEEDED.get(request.path_info)
    if needed and needed not in request.POST:
        raise Refused(_("A field that is needed is missing."))


def _check_json(body: bytes) -> None:
    _text(body)
    if rb"\u0000" in body:
        raise Refused(NUL)
    depth = 0
    for bracket in BRACKETS.findall(STRINGS.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            raise Refused(_("The data is nested too deeply."))
    try:
        json.loads(body or b"null")
    except (ValueError, RecursionError) as error:
        raise Refused(_("The data is not valid JSON.")) from error
