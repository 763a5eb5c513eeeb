# SPDX-License-Identifier: Apache-2.0
"""Whether the office's own commune still is one: by a name that is gone nobody is told who is competent."""

from __future__ import annotations

from intake.form.places import is_of_today, is_surely_gone, units_meant
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _


def refuse_gone_commune(commune: str) -> None:
    """Raise UsageError with what became of ``commune`` where it is surely one of before 01/07/2025; what is
    one of today's in another writing, or resembles several, is left to the doctor.

    Only where a dossier is opened: the night goes on with those that are there.
    """
    catalogue = load_catalogue()
    if not commune or is_of_today(commune, catalogue) or not is_surely_gone(commune, catalogue):
        return
    now = units_meant(commune, catalogue)
    found = _("“{commune}” is no commune since 01/07/2025").format(commune=commune)
    mend = _("It may be this today: {units}. Write it so in the settings (unit.commune).").format(units=now)
    raise UsageError(f"{found}.", mend)
