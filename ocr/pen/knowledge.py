# SPDX-License-Identifier: Apache-2.0
"""What is known of a field before its pen is read: how addresses are spelt, which characters a date has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ocr.pen.beam import Language
from ocr.pen.language import NgramLanguage
from ocr.pen.places import Places
from ocr.weights import ADDRESSES, load_weights
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How a field is spelt, and the places that it may end in."""

    language: Language
    places: Places | None = None


@dataclass(frozen=True, slots=True)
class Among:
    """All of ``chars`` are equally likely, any other is hardly ever written there."""

    chars: str
    other: float = -6.0

    def log_prob(self, before: str, char: str) -> float:  # noqa: ARG002 (what stands before does not matter)
        """See ``ocr.pen.beam.Language``."""
        return 0.0 if char.lower() in self.chars else self.other


_DIGITS = "0123456789 "
_SHAPES = {
    FieldType.PERSONAL_ID: Knowledge(Among(_DIGITS)),
    FieldType.NUMBER: Knowledge(Among(_DIGITS + ".,")),
    FieldType.DATE: Knowledge(Among(_DIGITS + "/-.,ngàythángnăm")),
    FieldType.TIME: Knowledge(Among(_DIGITS + ":giờphút")),
}


def knowledge_of(kind: FieldType) -> Knowledge | None:
    """What is known of a field; None where only the strokes can say."""
    return _addresses() if kind is FieldType.ADDRESS else _SHAPES.get(kind)


@cache
def _addresses() -> Knowledge:
    """How addresses are spelt, counted by ``bench.pen_reader.addresses``, and the units of the catalogue."""
    return Knowledge(NgramLanguage.load(load_weights(ADDRESSES)), Places.of(load_catalogue().units))
