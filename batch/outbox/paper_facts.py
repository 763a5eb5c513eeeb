# SPDX-License-Identifier: Apache-2.0
"""What a paper says of itself: original, copy or electronic, its number, who issued it, when, whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import RootModel

from batch.gateway.contract import CopyKind, PaperFacts
from intake.dossier.id_numbers import id_numbers
from intake.dossier.values import Statement
from ocr.result import Source
from templates.catalogue.loading import Catalogue
from templates.files.datafiles import Frozen, load
from templates.model.procedures import ProcedureEdition

_DATA = Path(__file__).parent / "paper-facts.yaml"


class _Keys(Frozen):
    """The fields of a kind of paper that say it; "" where none does."""

    number: str = ""
    issuer: str = ""
    issued_on: str = ""
    owner: str = ""


class _PaperKeys(RootModel[dict[str, _Keys]]):
    """``paper-facts.yaml``: by kind of paper."""


@cache
def _keys() -> dict[str, _Keys]:
    return load(_PaperKeys, _DATA).root


def paper_facts(
    entry: Mapping[str, Any],
    said: Iterable[Statement],
    edition: ProcedureEdition | None,
    catalogue: Catalogue,
) -> PaperFacts:
    """Of one component (``entry`` of a manifest), from what was read on its pages.

    Only what was read surely counts, and only where all papers of the component say the same: two cards in
    one file have no one number.
    """
    kind = entry.get("kind", "")
    pages = {(source["sha256"], source["page"]) for source in entry.get("sources", ())}
    here = [one for one in said if one.paper == kind and (one.document, one.page) in pages]
    keys = _keys().get(kind, _Keys())
    return PaperFacts(
        _copy_kind(kind, here, edition),
        _owner(_one(keys.owner, here)),
        _one(keys.number, here),
        _one(keys.issuer, here),
        _one(keys.issued_on, here),
        _result_code(kind, catalogue),
    )


def _copy_kind(kind: str, here: Sequence[Statement], edition: ProcedureEdition | None) -> CopyKind:
    """Electronic where the file never was paper; original where the procedure has the paper handed in; what
    is only shown, or what nobody asked for, was scanned and given back.
    """
    if here and all(one.source == Source.TEXT_LAYER for one in here):
        return CopyKind.ELECTRONIC
    handed_in = (edition.form_rule, *edition.submit) if edition else ()
    kinds = {each for rule in handed_in for each in rule.kinds()} | set(edition.forms if edition else ())
    return CopyKind.ORIGINAL if kind in kinds else CopyKind.COPY


def _one(key: str, here: Sequence[Statement]) -> str:
    found = {one.value for one in here if one.key == key and one.value}
    doubtful = any(one.key == key and not one.sure for one in here)
    return found.pop() if len(found) == 1 and not doubtful else ""


def _owner(text: str) -> str:
    """The personal number of twelve digits in ``text``."""
    return next((number for number in id_numbers(text) if len(number) == 12), "")


def _result_code(kind: str, catalogue: Catalogue) -> str:
    """The code of a paper that is itself the result of a procedure (KQ…), "" for others."""
    results = (e.result for p in catalogue.procedures.values() for e in p.editions)
    return next((one.code for one in results if one.kind == kind and one.code), "")
