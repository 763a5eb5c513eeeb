# SPDX-License-Identifier: Apache-2.0
"""What speaks against a result, in the clerk's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from intake.check.results.doubts import DoubtCode
from templates.catalogue.loading import Catalogue
from templates.language.messages import _


def doubts_told(doubts: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> str:
    """All of them, as they are kept (``code``, ``field``, ``told``)."""
    return " ".join(doubt_told(doubt, catalogue) for doubt in doubts)


def doubt_told(doubt: Mapping[str, Any], catalogue: Catalogue) -> str:
    """One of them as a sentence."""
    field = f"“{catalogue.field_name(doubt['field'])}”" if doubt.get("field") else ""
    told = str(doubt.get("told", ""))
    match doubt["code"]:
        case DoubtCode.OTHER_PERSON | DoubtCode.OTHER_NUMBER | DoubtCode.OTHER_BIRTH:
            return _("{field} is another on it than in the dossier.").format(field=field)
        case DoubtCode.OTHER_KIND:
            return _("It is another paper: {name}.").format(name=catalogue.paper_name(told))
        case DoubtCode.NEAR_NAME:
            return _("{field} is written otherwise on it, or not surely read.").format(field=field)
        case DoubtCode.UNNAMED if field:
            return _("{field} could not be found on it.").format(field=field)
        case DoubtCode.UNNAMED:
            return _("The dossier does not say yet whom it is about.")
        case DoubtCode.UNKNOWN_KIND:
            return _("It can't be told which paper it is.")
        case DoubtCode.OTHER_DOSSIER:
            return _("The very same file is the result of dossier {id}.").format(id=told)
    return _("Nothing could be read on it.")
