"""Who asked, and where they are reached: as the counter was told, else as the form surely says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from batch.slips.facts.sure import SureValue, sure_values
from batch.store.tables.slip_model import SlipRow
from intake.dossier.tables.model import DossierRow, FormValueRow
from intake.store.transaction import Transaction

_PEOPLE = (("requester",), ("bride", "groom"), ("wife", "husband"))
_RESIDENCES = tuple(f"{person}.residence" for people in _PEOPLE for person in people)
_ASKED = (*_RESIDENCES, *(f"{person}.full_name" for people in _PEOPLE for person in people))
_TOLD = ("requester", "address", "phone", "email")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asked, and where they are reached; what is empty is taken from the dossier."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


def visitors_of(session: Transaction, dossiers: Sequence[DossierRow]) -> dict[str, Visitor]:
    """The visitor of each of some hundred dossiers: from the dossier, then an earlier slip, then the form."""
    ids = [dossier.id for dossier in dossiers]
    slips = _newest_slips(session, ids)
    forms = _forms(session, ids)
    found = {}
    for dossier in dossiers:
        earlier, sure = slips.get(dossier.id, Visitor()), sure_values(forms[dossier.id])
        found[dossier.id] = Visitor(
            name=dossier.requester or earlier.name or _named(sure),
            address=earlier.address or next((sure[key] for key in _RESIDENCES if key in sure), ""),
            phone=earlier.phone,
            email=earlier.email,
        )
    return found


def _forms(session: Transaction, ids: Sequence[str]) -> defaultdict[str, dict[str, SureValue]]:
    """By dossier and key what the form says of names and residences: columns alone, half the time of rows."""
    asked = (FormValueRow.value, FormValueRow.confidence, FormValueRow.source, FormValueRow.agreement)
    flags = (FormValueRow.needs_review, FormValueRow.corrected)
    query = select(FormValueRow.dossier_id, FormValueRow.key, *asked, *flags)
    found: defaultdict[str, dict[str, SureValue]] = defaultdict(dict)
    for row in session.execute(query.where(FormValueRow.dossier_id.in_(ids), FormValueRow.key.in_(_ASKED))):
        found[row.dossier_id][row.key] = row
    return found


def _newest_slips(session: Transaction, ids: Sequence[str]) -> dict[str, Visitor]:
    """Whom the newest slip of each dossier names."""
    newest = select(func.max(SlipRow.id)).where(SlipRow.dossier_id.in_(ids)).group_by(SlipRow.dossier_id)
    told = [SlipRow.content[("places", place)].as_string() for place in _TOLD]
    rows = session.execute(select(SlipRow.dossier_id, *told).where(SlipRow.id.in_(newest)))
    return {dossier: Visitor(*(text or "" for text in texts)) for dossier, *texts in rows}


def _named(sure: Mapping[str, str]) -> str:
    for people in _PEOPLE:
        names = [sure[key] for person in people if (key := f"{person}.full_name") in sure]
        if len(names) == len(people):
            return " và ".join(names)
    return ""
