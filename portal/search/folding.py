"""Folding: what readers take for the same word becomes the same letters.

The embedded PostgreSQL has neither ``unaccent`` nor ICU collations, and production must find the same,
so matching and sorting use keys that are folded here, in Python.
"""

import re
import unicodedata

MAX_TEXT = 100_000
MAX_TOKEN = 64

_SINGLE = {
    # Arabic: alef, ya, kaf and ta marbuta variants of Arabic, Persian and Urdu; tatweel and lone hamza go.
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ـ": "", "ء": "",
    # Latin letters that do not decompose.
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n",
}  # fmt: skip
_TABLE = str.maketrans(_SINGLE)
_WORD = re.compile(r"[^\W_]+(?:[-‐‑–'’ʼ][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
# Scripts written without spaces: Han, Hiragana, Katakana.
_RUN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fa1f]+")


def fold(text: str) -> str:
    """Return ``text`` without case, accents, ligatures, Arabic diacritics and letter variants.

    NUL and other control characters become spaces; digits of all scripts become ASCII digits.
    Texts longer than ``MAX_TEXT`` characters are cut.
    """
    plain = unicodedata.normalize("NFKC", text[:MAX_TEXT]).casefold()
    decomposed = unicodedata.normalize("NFD", plain.translate(_TABLE))
    kept = "".join(_fold_character(character) for character in decomposed)
    return unicodedata.normalize("NFC", kept.translate(_TABLE)).strip()


def _fold_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Mn":
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    return " " if category[0] == "C" or category[0] == "Z" else character


def tokens(text: str) -> list[str]:
    """The words of ``text``, folded, in order, for the index.

    A hyphenated word gives its parts and itself written together; a run of Chinese or Japanese
    gives its characters and each pair of neighbours.
    """
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        parts = _PART.findall(word)
        for part in parts:
            found += _split(part)
        if len(parts) > 1:
            found.append("".join(parts)[:MAX_TOKEN])
    return found


def _split(part: str) -> list[str]:
    pieces, position = [], 0
    for run in _RUN.finditer(part):
        pieces += [part[position : run.start()], *run.group(), *_pairs(run.group())]
        position = run.end()
    return [piece[:MAX_TOKEN] for piece in [*pieces, part[position:]] if piece]


def _pairs(run: str) -> list[str]:
    return [run[index : index + 2] for index in range(len(run) - 1)]


def query_tokens(text: str) -> list[str]:
    """The words to look for: as ``tokens``, but of a run without spaces only its pairs, which are
    more telling, and of a hyphenated word only its parts."""
    found: list[str] = []
    for part in _PART.findall(fold(text)):
        position = 0
        for run in _RUN.finditer(part):
            found += [part[position : run.start()], *(_pairs(run.group()) or [run.group()])]
            position = run.end()
        found.append(part[position:])
    return [token[:MAX_TOKEN] for token in found if token]
