# SPDX-License-Identifier: Apache-2.0
"""What is typed into a retyped form: invented values, some of them hard, some lines denied."""

from __future__ import annotations

import random

from bench.invented.own_values import own_answer
from bench.invented.values import Dossier, Typed
from bench.retyped.layout import Layout, wordings
from templates.model.document_types import FieldType, LabelSpec

_EMPTY, _DENIED, _HARD = 0.08, 0.03, 0.08
_DENIABLE = frozenset({FieldType.NAME, FieldType.ADDRESS, FieldType.ID_DOCUMENT, FieldType.ETHNICITY})


def values_for(layout: Layout, rng: random.Random) -> dict[str, Typed]:
    """A value by key; an empty ``truth`` says that what is typed is none."""
    dossier = Dossier(rng)
    found: dict[str, Typed] = {}
    for item in layout.labels:
        if item.field and item.field not in found and rng.random() > _EMPTY:
            value = _value(dossier, layout, item, rng)
            if value.typed:
                found[item.field] = value
    return found


def _value(dossier: Dossier, layout: Layout, item: LabelSpec, rng: random.Random) -> Typed:
    key = str(item.field)
    if item.type in _DENIABLE and rng.random() < _DENIED:
        return Typed(rng.choice(wordings()["denials"]), "")
    if item.type.value in wordings()["hard"] and rng.random() < _HARD:
        hard = rng.choice(wordings()["hard"][item.type.value])
        return Typed(hard, hard)
    kind = layout.paper.kind
    own = own_answer(f"{kind}-{layout.edition.id}", kind, key, rng)
    if own is not None:
        return Typed(own, own)
    if item.type is FieldType.DATE and not key.endswith("birth_date"):
        day = dossier.day(key)
        return Typed(day.strftime("%d/%m/%Y"), day.strftime("%d/%m/%Y"))
    return dossier.value(key)
