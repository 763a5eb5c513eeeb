# SPDX-License-Identifier: Apache-2.0
"""The lines beside a value on the screen: what may be meant, what confirms it, what the unit is today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from intake.dossier.state_words import source_word
from ocr.result import PEN, PEN_OTHER, PEN_SAME
from templates.catalogue.loading import Catalogue
from templates.language.messages import _


def beside(value: Mapping[str, Any], catalogue: Catalogue) -> Iterator[str]:
    """Each as one line; nothing for a value that needs none."""
    for proposal in value.get("proposals", ()):
        yield _("? Is it: {text} ({source})").format(
            text=proposal["text"], source=proposer(proposal["source"], catalogue)
        )
    papers = [_paper(w["paper"], w["source"], catalogue) for w in value.get("confirmed", ())]
    if papers:
        yield _("✓ confirmed by {papers}").format(papers=", ".join(dict.fromkeys(papers)))
    units = value.get("units_now")
    if units and units["told"]:
        yield f"→ {units['told']}"


def proposer(source: str, catalogue: Catalogue) -> str:
    """Who proposes, in words: a lexicon, or another paper of the dossier."""
    kind, _colon, name = source.partition(":")
    if kind == "paper":
        paper, _colon, where = name.partition(":")
        return _paper(paper, where, catalogue)
    if source == PEN_OTHER:
        return _("the pen, which does not look like the value above")
    if source.startswith(PEN_SAME):
        paper, _colon, where = source.removeprefix(f"{PEN_SAME}:").partition(":")
        return _("the pen agrees with {paper}").format(paper=_paper(paper, where, catalogue))
    if kind == PEN:
        return _("the pen read as such a field may say") if name else _("the pen as it looks")
    words = {
        "family-names": _("list of family names"),
        "middle-names": _("list of middle names"),
        "relations": _("list of relations"),
        "authorities": _("list of authorities"),
        "units": _("list of communes"),
        "ethnic-groups": _("list of ethnic groups"),
        "nationalities": _("list of countries"),
    }
    return ", ".join(words.get(part, part) for part in name.split("+"))


def _paper(kind: str, source: str, catalogue: Catalogue) -> str:
    return f"{catalogue.paper_name(kind)}, {source_word(source)}"
