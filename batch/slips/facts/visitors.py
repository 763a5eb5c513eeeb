# SPDX-License-Identifier: Apache-2.0
"""Who asked, and where they are reached: as the counter was told, else as the form surely says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from batch.slips.facts.sure import sure_values
from batch.store.book import values_of
from batch.store.slips import Visitor, newest_visitors
from intake.dossier.stored import Dossier
from intake.store.transaction import Transaction

_PEOPLE = (("requester",), ("bride", "groom"), ("wife", "husband"))
_RESIDENCES = tuple(f"{person}.residence" for people in _PEOPLE for person in people)
_ASKED = (*_RESIDENCES, *(f"{person}.full_name" for people in _PEOPLE for person in people))


def visitors_of(session: Transaction, dossiers: Sequence[Dossier]) -> dict[str, Visitor]:
    """The visitor of each of some hundred dossiers: from the dossier, then an earlier slip, then the form."""
    ids = [dossier.id for dossier in dossiers]
    slips, forms = newest_visitors(session, ids), values_of(session, ids, _ASKED)
    found = {}
    for dossier in dossiers:
        earlier, sure = slips.get(dossier.id, Visitor()), sure_values(forms.get(dossier.id, {}))
        found[dossier.id] = Visitor(
            name=dossier.requester or earlier.name or _named(sure),
            address=earlier.address or next((sure[key] for key in _RESIDENCES if key in sure), ""),
            phone=earlier.phone,
            email=earlier.email,
        )
    return found


def _named(sure: Mapping[str, str]) -> str:
    for people in _PEOPLE:
        names = [sure[key] for person in people if (key := f"{person}.full_name") in sure]
        if len(names) == len(people):
            return " và ".join(names)
    return ""
