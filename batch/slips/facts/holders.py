# SPDX-License-Identifier: Apache-2.0
"""Whose a dossier is where somebody else hands it in: who signed the authorisation."""

from __future__ import annotations

from collections.abc import Sequence

from intake.form.autofill import PaperPage, statements

_PRINCIPAL = "principal.full_name"
_AUTHORISATION = "authorisation"


def holder_of(pages: Sequence[PaperPage]) -> str:
    """The name that the authorisation surely gives for who authorises; "" where none does, or several do."""
    said = [one for one in statements(pages) if (one.paper, one.key) == (_AUTHORISATION, _PRINCIPAL)]
    names = {one.value for one in said if one.value}
    return names.pop() if len(names) == 1 and all(one.sure for one in said) else ""
