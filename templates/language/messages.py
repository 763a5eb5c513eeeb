"""What the program says to people: gettext catalogues, Vietnamese unless asked otherwise.

The source language of the code is English; ``locale/<language>/*.po`` holds one catalogue a room. The
language is chosen once, before the command groups are imported, because help texts are built on import.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

LOCALE_DIR = Path(__file__).parent / "locale"
DEFAULT_LANGUAGE = "vi"
LANGUAGES = ("vi", "en")

_language = DEFAULT_LANGUAGE


def choose_language(name: str | None) -> str:
    """Set the language of all later messages: ``name``, else ``SOHOA_LANG``, else Vietnamese."""
    global _language
    wanted = name or os.environ.get("SOHOA_LANG") or DEFAULT_LANGUAGE
    _language = wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE
    return _language


def current_language() -> str:
    """The language chosen for this process, ``vi`` or ``en``."""
    return _language


@cache
def _catalogue(language: str) -> dict[str, str]:
    """English text → text in ``language``, all rooms together."""
    from babel.messages.pofile import read_po

    texts: dict[str, str] = {}
    for path in sorted((LOCALE_DIR / language).glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream):
                if message.id and message.string and isinstance(message.id, str):
                    texts[message.id] = str(message.string)
    return texts


def _(text: str) -> str:
    """``text`` (English) in the current language; put values in afterwards with ``.format``."""
    if _language == "en":
        return text
    return _catalogue(_language).get(text, text)
