# SPDX-License-Identifier: Apache-2.0
"""What the program says to people: one gettext domain, Vietnamese unless asked otherwise.

The source language of the code is English; the Vietnamese stands in ``locale/vi/LC_MESSAGES/sohoa.po``.

A process has one language (``choose_language``, before the command groups are imported, because help texts
are built on import). What serves several people at once speaks to each in theirs with ``speaking``.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO

from templates.language.compiled import LOCALE_DIR, compiled

DEFAULT_LANGUAGE = "vi"
LANGUAGES = ("vi", "en")

# Not the variable's first value: a new thread starts from an empty context and would forget ``--lang``.
_of_process = DEFAULT_LANGUAGE
_here: ContextVar[str | None] = ContextVar("language", default=None)


def choose_language(name: str | None) -> str:
    """Set the language of the process: ``name``, else ``SOHOA_LANG``, else Vietnamese."""
    global _of_process
    _of_process = _known(name or os.environ.get("SOHOA_LANG"))
    return _of_process


@contextmanager
def speaking(name: str | None) -> Iterator[None]:
    """Another language within this block, in this thread or task only; the default for an unknown name."""
    token = _here.set(_known(name))
    try:
        yield
    finally:
        _here.reset(token)


def current_language() -> str:
    """The language spoken here, ``vi`` or ``en``."""
    return _here.get() or _of_process


def _known(name: str | None) -> str:
    return name if name in LANGUAGES else DEFAULT_LANGUAGE


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.GNUTranslations(BytesIO(compiled(LOCALE_DIR / language / "LC_MESSAGES" / "sohoa.po")))


def _(text: str) -> str:
    """``text`` (English) in the current language; put values in afterwards with ``.format``."""
    return _catalogue(current_language()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The wording for ``count`` things; put the number in afterwards with ``.format``.

    English has two wordings, for one and for any other number, Vietnamese one.
    """
    return _catalogue(current_language()).ngettext(one, many, count)
