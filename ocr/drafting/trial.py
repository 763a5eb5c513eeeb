# SPDX-License-Identifier: Apache-2.0
"""How a form's template matches a scan: which labels were found, what stands between them. For those who
write templates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ocr.forms.classify import KindMatch, match_kind
from ocr.forms.fields import raw_fields
from ocr.forms.labels import Occurrence
from ocr.layout.prepare import lit_copy
from ocr.page.words import upright_text
from ocr.recognise.choice import BUILT_IN
from ocr.recognise.registry import recognisers
from ocr.text_layer import TextLayer
from templates.model.document_types import DocumentType, LabelSpec


@dataclass(frozen=True)
class LabelTrial:
    """One label of the skeleton: ``similarity`` 0…1 and ``line`` (from 1) where it was found, else 0 and
    None; ``text`` is what stands after it as read, before any normalising.
    """

    label: str
    field: str | None
    similarity: float
    line: int | None
    text: str


@dataclass(frozen=True)
class FormTrial:
    """The edition that fits best, the share of its labels found, how sure the kind would be (0…1), and all
    labels in the skeleton's order.
    """

    edition: str
    coverage: float
    confidence: float
    labels: tuple[LabelTrial, ...]


def try_form(
    image: np.ndarray, paper: DocumentType, dpi: float | None = None, layer: TextLayer | None = None
) -> FormTrial | None:
    """Match ``paper`` alone with a stored page (H×W or H×W×3 RGB, uint8) and the text of its file; None where
    nothing of it fits.

    Raises ocr.errors.ReadingError.
    """
    text = upright_text(lit_copy(image), dpi, recognisers(BUILT_IN), layer)
    match = match_kind(text.lines, (paper,), text.prepared.letter_px, text.prepared.walls)
    return trial_of(match, text.prepared.letter_px) if match else None


def trial_of(match: KindMatch, letter_px: float) -> FormTrial:
    """What a match found, label by label."""
    if match.edition is None:
        return FormTrial("", 0.0, match.confidence, ())
    skeleton = match.edition.skeleton
    raws = raw_fields(match.lines, skeleton, match.alignment, letter_px)
    texts = {raw.key: raw.text for raw in raws}
    found = {label.item: label for label in match.alignment.labels}
    labels = tuple(_label(item, found.get(n), texts) for n, item in enumerate(skeleton))
    return FormTrial(match.edition.id, match.alignment.coverage, match.confidence, labels)


def _label(item: LabelSpec, found: Occurrence | None, texts: dict[str, str]) -> LabelTrial:
    if found is None:
        return LabelTrial(item.label, item.field, 0.0, None, "")
    text = texts.get(item.field, "") if item.field else ""
    return LabelTrial(item.label, item.field, round(found.similarity, 3), found.line + 1, text)
