# SPDX-License-Identifier: Apache-2.0
"""Values on their way from a paper to the form, each in one line."""

from __future__ import annotations

from intake.dossier.values import Statement
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
