# SPDX-License-Identifier: Apache-2.0
"""Which procedure papers are of: told by the citizen's form, where one form is not that of several."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from templates.catalogue.loading import Catalogue
from templates.model.procedures import ProcedureEdition


@dataclass(frozen=True, slots=True)
class ProcedureMeant:
    """The procedure that papers are of: its ``code``, "" where they don't tell; then those ``possible``."""

    code: str
    possible: tuple[str, ...] = ()


def procedure_of(
    kinds: Collection[str], catalogue: Catalogue, day: date, *, foreign: bool = False
) -> ProcedureMeant:
    """The procedure of papers of these ``kinds`` that were handed in on ``day``.

    The forms among them decide. Of procedures with the same form the usual one is meant, unless somebody of
    another nationality stands on it (``foreign``). Without any form only a person can tell: the same evidence
    is asked for by several.
    """
    # Any paper may be brought to be certified, so that none tells that one is.
    told = {code: p for code, p in catalogue.procedures.items() if not p.certification}
    there = {code: edition for code, p in told.items() if (edition := p.edition(day))}
    forms = {kind for kind in kinds if _is_form(kind, catalogue)}
    if forms:
        having = {code: edition for code, edition in there.items() if forms & set(edition.forms)}
        whole = {code: edition for code, edition in having.items() if forms <= edition.kinds()}
        fitting = _with_fewest_other_forms(whole, forms, catalogue)
        return _chosen(fitting, having or there, catalogue, foreign=foreign)
    asking = [code for code, edition in there.items() if _asked(edition) & set(kinds)]
    return ProcedureMeant("", tuple(asking or there))


def _chosen(
    fitting: Collection[str], having: Collection[str], catalogue: Catalogue, *, foreign: bool
) -> ProcedureMeant:
    usual = [code for code in fitting if catalogue.procedures[code].usual]
    if len(fitting) == 1:
        return ProcedureMeant(next(iter(fitting)))
    if len(usual) == 1 and not foreign:
        return ProcedureMeant(usual[0])
    return ProcedureMeant("", tuple(fitting or having))


def _with_fewest_other_forms(
    whole: dict[str, ProcedureEdition], forms: set[str], catalogue: Catalogue
) -> list[str]:
    """Those that lack the fewest forms: one that wants another form beside this is not meant without it."""
    lacking = {
        code: sum(_is_form(kind, catalogue) for kind in edition.kinds() - forms)
        for code, edition in whole.items()
    }
    fewest = min(lacking.values(), default=0)
    return [code for code, count in lacking.items() if count == fewest]


def _is_form(kind: str, catalogue: Catalogue) -> bool:
    paper = catalogue.document_types.get(kind)
    return paper is not None and paper.role == "form"


def _asked(edition: ProcedureEdition) -> frozenset[str]:
    return frozenset(kind for rule in edition.submit for kind in rule.kinds())
