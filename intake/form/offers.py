# SPDX-License-Identifier: Apache-2.0
"""What else a field may say, by the papers and the lexicons: offered to a person, who chooses or types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intake.dossier.state_words import source_word
from intake.dossier.thresholds import USABLE
from intake.dossier.values import FormValue, Statement, Witness
from intake.form.value_notes import proposer
from ocr.result import PEN_SAME
from templates.catalogue.loading import Catalogue


@dataclass(frozen=True, slots=True)
class ValueOffer:
    """A value, and who says or proposes it, in words."""

    text: str
    sources: tuple[str, ...]


def offers(value: FormValue, catalogue: Catalogue) -> tuple[ValueOffer, ...]:
    """What is stated or proposed for a field, without what it holds for sure already.

    What the pen and another paper say comes first, then what several sources say alike, otherwise in the
    order of the papers; what was hardly read (under ``USABLE``) is offered only if another source says the
    same. Capitals alone make no other value: cards print names in them.
    """
    found: dict[str, dict[str, bool]] = {}
    spelt: dict[str, str] = {}
    for text, source, legible in _said(value, catalogue):
        if text:
            same = text.casefold()
            if same not in spelt or (spelt[same].isupper() and not text.isupper()):
                spelt[same] = text
            sources = found.setdefault(same, {})
            sources[source] = sources.get(source, False) or legible
    shown = value.value.casefold() if value.corrected or value.confidence >= USABLE else None
    kept = [
        ValueOffer(spelt[same], tuple(sources))
        for same, sources in found.items()
        if same != shown and (any(sources.values()) or len(sources) > 1)
    ]
    agreed = {one.text.casefold() for one in value.said.proposals if one.source.startswith(PEN_SAME)}
    return tuple(sorted(kept, key=lambda offer: (offer.text.casefold() not in agreed, -len(offer.sources))))


def _said(value: FormValue, catalogue: Catalogue) -> Iterator[tuple[str, str, bool]]:
    """Text, who says it in words, and whether it was read well enough to be one."""
    for said in (value.said, *value.alternatives):
        if said.paper:
            yield said.value, said_by(said, catalogue), said.confidence >= USABLE
    for witness in value.confirmed:
        yield value.value, said_by(witness, catalogue), True
    for said in (value.said, *value.alternatives):
        for proposal in said.proposals:
            yield proposal.text, proposer(proposal.source, catalogue), True


def said_by(one: Statement | Witness, catalogue: Catalogue) -> str:
    """Which paper says so and how: in print, in its code."""
    return f"{catalogue.paper_name(one.paper)}, {source_word(one.source)}"
