# SPDX-License-Identifier: Apache-2.0
"""What a person means who types the name of a procedure or of a kind of paper, or some words of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from intake.services.dossier_list import procedure_name
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.folding import without_marks
from templates.language.messages import _


def procedure_meant(typed: str, today: date) -> str:
    """The code of the procedure, "" where nothing was typed; ``UsageError`` where none is called that."""
    code = _meant(typed, procedures(today))
    if typed.strip() and not code:
        raise UsageError(_("No procedure is called that."), _("Choose one of the list, or leave it empty."))
    return code


def kind_meant(typed: str) -> str:
    """The kind of paper; raises ``UsageError`` where none is called that, or several are."""
    named = kinds()
    kind = typed if typed in named.values() else _meant(typed, named)
    if not kind:
        raise UsageError(_("No kind of paper is called that, or several are."), _("Choose one of the list."))
    return kind


def procedures(today: date) -> Mapping[str, str]:
    """The codes of the procedures in force, by name."""
    catalogue = load_catalogue()
    in_force = (code for code, one in catalogue.procedures.items() if one.edition(today))
    return {procedure_name(code, catalogue): code for code in in_force}


def kinds() -> Mapping[str, str]:
    """The kinds of papers, by name."""
    catalogue = load_catalogue()
    return {catalogue.paper_name(kind): kind for kind in catalogue.document_types}


def _meant(typed: str, codes: Mapping[str, str]) -> str:
    """The code of the name that was typed, marks or no marks, or of the only one with all its words."""
    found = {without_marks(name): code for name, code in codes.items()}
    words = without_marks(typed).split()
    near = [code for name, code in found.items() if words and all(word in name.split() for word in words)]
    return found.get(" ".join(words), near[0] if len(near) == 1 else "")
