"""Translations: .po files are the sources, .mo files are made from them, in Python alone."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parent / "locale"


def compile_all(target: Path = SOURCE) -> int:
    """Compile what is newer than its .mo file below ``target``; returns how many that were.

    Several processes may do so at once: a file appears complete or not at all.
    """
    done = 0
    for po in sorted(SOURCE.glob("*/LC_MESSAGES/*.po")):
        mo = target / po.relative_to(SOURCE).with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            _compile(po, mo)
            done += 1
    return done


def _compile(po: Path, mo: Path) -> None:
    mo.parent.mkdir(parents=True, exist_ok=True)
    with po.open("rb") as stream:
        catalogue = read_po(stream)
    fresh = mo.with_name(f"{mo.name}.{os.getpid()}")
    with fresh.open("wb") as stream:
        write_mo(stream, catalogue)
    os.utime(fresh, (po.stat().st_mtime, po.stat().st_mtime))
    os.replace(fresh, mo)
