"""Structured data of a page, checked against the vocabulary of schema.org."""

import json
import re
from pathlib import Path

TYPES = json.loads((Path(__file__).parent / "data" / "schemaorg_terms.json").read_text("utf-8"))["types"]
SCRIPT = re.compile(r'<script[^>]*type="application/ld\+json"[^>]*>(.*?)</script>', re.S)


def json_ld_of(response):
    """What the page's JSON-LD says."""
    return json.loads(SCRIPT.search(response.content.decode())[1])


def illegal(value) -> list[str]:
    """Types and properties in ``value`` that schema.org does not know in that place."""
    if isinstance(value, list):
        return [name for each in value for name in illegal(each)]
    if not isinstance(value, dict):
        return []
    wrong = [name for inner in value.values() for name in illegal(inner)]
    types = value.get("@type", [])
    types = [types] if isinstance(types, str) else types
    known = {name for each in types for name in TYPES.get(each, ())}
    own = [name for name in value if not name.startswith("@")] if types else []
    return [*wrong, *(each for each in types if each not in TYPES), *(n for n in own if n not in known)]
