# SPDX-License-Identifier: Apache-2.0
"""What was typed on the page of certification, as it was typed, and the wish that it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from starlette.datastructures import FormData

from batch.slips.certification.entering import MOST, CertificationWish, PaperBrought
from batch.slips.certification.errors import CertificationError
from intake.dossier.entered import entered
from templates.language.outside_text import Longest

ROWS = 4
MOST_ROWS = 50
"""Nobody brings more papers at once; who does is told to have them entered as two visits."""
_MOST_SIGNS = 2_000
_VISIT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class PaperTyped:
    """A row of the page."""

    name: str = ""
    pages: str = ""
    count: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name.strip() or self.pages.strip() or self.count.strip())


@dataclass(frozen=True, slots=True)
class CertificationTyped:
    """The fields of the page; ``visit`` names this page's errand, so that it is entered once however often it
    is sent.
    """

    visit: str
    word: str = "copy"
    requester: str = ""
    id_paper: str = ""
    papers: Sequence[PaperTyped] = ()
    signer: str = ""
    electronic: bool = False
    volume: str = ""
    waived: str = ""
    dossier: str = ""

    @property
    def rows(self) -> list[PaperTyped]:
        """What was typed, and at least one empty row after it."""
        there = [paper for paper in self.papers if not paper.is_empty]
        return [*there, *[PaperTyped()] * max(1, ROWS - len(there))]

    def wish(self) -> CertificationWish:
        """What is meant.

        Raises CertificationError where a number is none or papers are too many, UsageError where a text can't
        be kept.
        """
        there = [paper for paper in self.papers if not paper.is_empty]
        if len(there) > MOST_ROWS:
            raise CertificationError.too_many(len(there), MOST_ROWS)
        return CertificationWish(
            word=self.word,
            requester=entered(self.requester, Longest.NAME),
            papers=tuple(map(_brought, there)),
            id_paper=entered(self.id_paper, Longest.NAME),
            signer=entered(self.signer, Longest.NAME),
            electronic=self.electronic,
            volume=counted(self.volume) if self.volume.strip() else None,
            waived=entered(self.waived, Longest.NOTE),
            dossier=self.dossier.strip(),
            visit=self.visit,
        )


def new_errand(signer: str) -> CertificationTyped:
    """An empty page with a name of its own."""
    return CertificationTyped(uuid4().hex, signer=signer)


def certification_typed(form: FormData) -> CertificationTyped:
    """What a form says; a page that names no errand of ours gets a name now."""

    def said(name: str) -> str:
        return _text(form.get(name))

    columns = [[_text(one) for one in form.getlist(name)] for name in ("paper", "pages", "count")]
    rows = max(map(len, columns))
    padded = [column + [""] * (rows - len(column)) for column in columns]
    visit = said("visit")
    return CertificationTyped(
        visit=visit if _VISIT.fullmatch(visit) else uuid4().hex,
        word=said("word"),
        requester=said("requester"),
        id_paper=said("id_paper"),
        papers=[PaperTyped(*row) for row in zip(*padded, strict=True)],
        signer=said("signer"),
        electronic=said("electronic") == "yes",
        volume=said("volume"),
        waived=said("waived"),
        dossier=said("dossier"),
    )


def counted(typed: str) -> int:
    """A number of pages, copies or the like from 1 to ``MOST``; raises CertificationError."""
    text = typed.strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST):
        raise CertificationError.no_number(typed, MOST)
    return int(text)


def _brought(paper: PaperTyped) -> PaperBrought:
    pages, count = (counted(text) if text.strip() else 1 for text in (paper.pages, paper.count))
    return PaperBrought(entered(paper.name, Longest.NAME), pages, count)


def _text(value: object) -> str:
    return value[:_MOST_SIGNS] if isinstance(value, str) else ""
