# SPDX-License-Identifier: Apache-2.0
"""Whom pages are read by, as names; light, so that who only passes the choice on need load no recogniser."""

from __future__ import annotations

from dataclasses import dataclass

LINE_READER, PEN_READER, TESSERACT = "line-reader", "pen-reader", "tesseract"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The names of the recognisers of a run: ``page`` reads first, ``second`` whatever is in doubt and pages
    on which the first is lost, ``pen`` handwriting. Empty: nobody does. Picklable.
    """

    page: str = LINE_READER
    second: str = TESSERACT
    pen: str = ""

    def __str__(self) -> str:
        return "+".join(name for name in (self.page, self.second, self.pen) if name)


BUILT_IN = Chosen()
