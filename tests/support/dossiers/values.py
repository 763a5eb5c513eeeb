# SPDX-License-Identifier: Apache-2.0
"""Values on their way from a paper to the form, each in one line."""

from __future__ import annotations

from intake.dossier.values import PERSON, FormValue, Statement
from ocr.result import Source


def on_paper(
    paper: str,
    key: str,
    value: str,
    confidence: float = 0.97,
    source: Source = Source.PRINT,
    document: str = "",
    page: int = 1,
    nth: int = 0,
) -> Statement:
    """What stands on a paper of the file ``document`` (its hash)."""
    return Statement(value, value, confidence, source, paper, key, page=page, document=document, nth=nth)


def on_form(
    value: str,
    confidence: float = 1.0,
    paper: str = "",
    document: str = "",
    page: int = 0,
    *,
    hand: bool = False,
    corrected: bool = False,
    review: bool = False,
) -> FormValue:
    """What the form holds: from a paper of the file ``document`` (its hash), or a person's word."""
    source = PERSON if corrected else Source.HAND if hand else Source.PRINT
    said = Statement(value, value, confidence, source, paper, page=page, document=document)
    return FormValue("", said, needs_review=review)
