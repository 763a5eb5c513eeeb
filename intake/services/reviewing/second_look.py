# SPDX-License-Identifier: Apache-2.0
"""Which of a dossier's values wait for another person, as the office asks for it, and what that person says.

Asked for is it by types of fields (``Store.second_look``), of every value that a person decided in a dossier
that was not sent. Till it is settled the value counts as doubtful: the dossier is not complete.
"""

from __future__ import annotations

from collections.abc import Mapping

from intake.dossier.deadline.local_time import local_day
from intake.dossier.journal import What
from intake.dossier.second_look import Looks, LookStage, SaidBy, looks_of
from intake.errors import AnotherPersonError
from intake.form.offers import ValueOffer
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue


def looks_waiting(store: Store, session: Transaction, dossier_id: str) -> Mapping[str, Looks]:
    """The values of the dossier, by key, that wait for another person."""
    if not store.second_look:
        return {}
    asked = _asked_twice(store, session, dossier_id)
    decided = {key for key, value in store.form_values(session, dossier_id).items() if value.corrected_by}
    looks = looks_of(store.journal(session, dossier_id))
    return {key: looks[key] for key in decided & asked & looks.keys() if not looks[key].settled}


def _asked_twice(store: Store, session: Transaction, dossier_id: str) -> set[str]:
    dossier, catalogue = store.get(session, dossier_id), load_catalogue()
    form = catalogue.procedure(dossier.procedure, local_day(dossier.received_at)).form
    types = catalogue.document_type(form).fields()
    return {key for key, kind in types.items() if kind in store.second_look}


def keep_waiting(store: Store, session: Transaction, dossier_id: str) -> None:
    """Have what waits for another person count as doubtful, and nothing else that a person decided."""
    store.await_another(session, dossier_id, looks_waiting(store, session, dossier_id).keys())


def look_again(
    store: Store, session: Transaction, dossier_id: str, key: str, looks: Looks, said: SaidBy, reason: str
) -> bool | None:
    """Take what a person says of a value that waits (``looks``); whether it is what the first said, None
    where they are the first or the third, whose word is a decision like any other.

    Raises ``AnotherPersonError`` where two differ and the one who speaks is one of them.
    """
    if looks.stage is LookStage.THIRD:
        if not looks.is_for(said.who):
            raise AnotherPersonError.third(load_catalogue().field_name(key), looks.persons)
        return None
    if not looks.is_for(said.who):
        return None
    agrees = looks.first.agrees(said)
    told = {"key": key, "value": said.value, "agrees": agrees}
    told |= ({"unreadable": True} if said.unreadable else {}) | ({"reason": reason} if reason else {})
    store.note(session, dossier_id, What.LOOKED_AGAIN, who=said.who, data=told)
    return agrees


def gives_away(field: str, told: str, waiting: Mapping[str, Looks]) -> bool:
    """Whether a finding about ``field``, as it is ``told``, quotes what another person is to read unseen."""
    values = {said.value for looks in waiting.values() for said in (looks.first, looks.second) if said}
    return field in waiting or any(value in told for value in values if value)


def read_differently(looks: Looks) -> tuple[ValueOffer, ...]:
    """What two persons said, for the third to choose; nothing before both have spoken."""
    if looks.second is None:
        return ()
    return tuple(
        ValueOffer(said.value, (said.who,)) for said in (looks.first, looks.second) if not said.unreadable
    )
