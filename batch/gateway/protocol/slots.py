# SPDX-License-Identifier: Apache-2.0
"""Which field of our form a target's field is filled from."""

from __future__ import annotations

from collections.abc import Sequence

from batch.gateway.fieldmaps.models import FormMaps, FormSlot


def key_of_slot(name: str, slots: Sequence[FormSlot], form_at: str, forms: FormMaps) -> str:
    """Our key of the field that a target calls ``name``, "" where it is none of the form's; forms' own slots
    lie below ``form_at``.
    """
    last = name.rsplit(".", 1)[-1]
    exact = [slot for slot in slots if name in (slot.to, f"{form_at}.{slot.to}")]
    alike = [slot for slot in slots if slot.to.rsplit(".", 1)[-1] == last]
    return next(filter(None, (_key_in(forms, slot) for slot in (*exact, *alike))), "")


def _key_in(forms: FormMaps, slot: FormSlot) -> str:
    """The field of the form that fills a slot; of a role, that of the first person who may have it."""
    for source in slot.sources:
        prefix, _, rest = source.partition(":")
        if prefix == "form":
            return rest
        if prefix == "role":
            role, _, attribute = rest.partition(".")
            return forms.key_of_role(role, attribute)
    return ""
