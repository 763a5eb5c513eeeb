# SPDX-License-Identifier: Apache-2.0
"""Who has which role in a form, and what the counter knows of a person of it."""

from __future__ import annotations

from collections.abc import Mapping

from batch.gateway.fieldmaps.models import COUNTER, FormMap, Role
from intake.dossier.requester import Requester
from ocr.text.folding import same_text
from templates.language.folding import folded


def with_counter(values: Mapping[str, str], requester: Requester) -> dict[str, str]:
    """``values`` and what was told at the counter, as fields of the person ``counter``.

    Where that person has the name of one in the form, it is the same: telephone and mail are theirs too, and
    what the counter was not told comes from the form.
    """
    told = {
        "full_name": requester.name,
        "id_document": requester.personal_id,
        "relation": requester.relation,
        "phone": requester.phone,
        "email": requester.email,
    }
    told = {name: said.strip() for name, said in told.items() if said.strip()}
    filled = dict(values)
    for key, said in values.items():
        person, _, attribute = key.partition(".")
        if attribute == "full_name" and said.strip() and same_text(said, requester.name):
            for name in ("phone", "email"):
                filled.setdefault(f"{person}.{name}", told.get(name, ""))
            told = {**told, **_of(person, values)}
    return filled | {f"{COUNTER}.{name}": said for name, said in told.items() if said}


def _of(person: str, values: Mapping[str, str]) -> dict[str, str]:
    prefix = f"{person}."
    return {
        key.removeprefix(prefix): said.strip()
        for key, said in values.items()
        if key.startswith(prefix) and said.strip()
    }


def persons_of(form: FormMap, values: Mapping[str, str]) -> dict[str, str]:
    """Role → the person of the form who has it, as far as the form says it."""
    found = ((name, _person(role, values)) for name, role in form.roles.items())
    return {name: person for name, person in found if person}


def _person(role: Role, values: Mapping[str, str]) -> str:
    if role.told_by:
        words = folded(values.get(role.told_by, "")).split()
        said = {role.says[word.strip(".,;")] for word in words if word.strip(".,;") in role.says}
        return said.pop() if len(said) == 1 else ""
    named = (person for person in role.among if values.get(f"{person}.full_name", "").strip())
    return next(named, "")
