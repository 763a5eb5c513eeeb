# SPDX-License-Identifier: Apache-2.0
"""Which dossier a person means by a part of its id.

A part after the dash may stand on many days: what is said before it, as much of the day as is needed, tells
them apart (``22RQ``, ``29-22RQ``, ``1129-22RQ``, ``261129-22RQ``).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from intake.dossier import dossier_id as ids
from intake.dossier.stored import Dossier
from intake.errors import AmbiguousDossierError, UnknownDossierError
from intake.store.dossier.records import DOSSIER
from intake.store.tables.model import DossierRow
from intake.store.tables.outbox_model import OutboxRow
from intake.store.transaction import Transaction
from templates.language.messages import _
from templates.language.outside_text import one_line

MOST_NAMED = 5
_DAY = 6
"""Digits before the dash."""
_LONGEST_SHOWN = 60
"""So much of what was typed is told where no dossier has that id."""

_LAST = "z" * 16
"""No id is longer, and none has a sign that comes after."""


def find_dossier(session: Transaction, typed: str) -> Dossier:
    """The dossier with this id, this part after the dash, or this mã hồ sơ; else the one that begins so, or
    that got this mã hồ sơ and is not at the gateway yet.

    Raises ``UnknownDossierError`` or ``AmbiguousDossierError``.
    """
    tidy = ids.tidy(typed)
    for wanted in (_whole(tidy, typed), _begun(tidy), has_number(typed)) if tidy else ():
        query = select(*DOSSIER).where(wanted).order_by(DossierRow.id.desc())
        found = [Dossier(*row) for row in session.execute(query.limit(MOST_NAMED))]
        if len(found) == 1:
            return found[0]
        if found:
            count = session.scalar(select(func.count()).select_from(DossierRow).where(wanted)) or 0
            raise _ambiguous(typed, [dossier.id for dossier in found], count)
    raise unknown(typed)


def _whole(tidy: str, typed: str) -> ColumnElement[bool]:
    """A whole id, or its end from the dash or from within the day on."""
    day, _dash, short = tidy.rpartition("-")
    ends = DossierRow.short_id == short
    if day:
        ends &= DossierRow.id.endswith(tidy, autoescape=True)
    return or_(DossierRow.id == tidy, ends, DossierRow.official_number == typed.strip())


def has_number(typed: str) -> ColumnElement[bool]:
    """That a gateway gave a dossier this mã hồ sơ, whether it arrived there or not; found by its index."""
    return DossierRow.id.in_(select(OutboxRow.dossier_id).where(OutboxRow.number == typed.strip()))


def _begun(tidy: str) -> ColumnElement[bool]:
    day, _dash, short = tidy.rpartition("-")
    middle = _begins(DossierRow.short_id, short)
    if day:
        middle &= DossierRow.id.contains(tidy, autoescape=True)
    return or_(_begins(DossierRow.id, tidy), middle)


def _begins(column: InstrumentedAttribute[str], beginning: str) -> ColumnElement[bool]:
    """That a column begins so, found by its index, which knows only what comes before and after: in any
    language's order no id that begins so comes after ``beginning`` and some z.
    """
    near = column.between(beginning, beginning + _LAST)
    return near & column.startswith(beginning, autoescape=True)


def unknown(typed: str) -> UnknownDossierError:
    """The error for an id that no dossier has."""
    looks_whole = len(ids.tidy(typed)) >= 11 and not ids.is_well_formed(ids.tidy(typed))
    advice = (
        _("The id does not check: a letter is mistyped. List the dossiers with: sohoa list")
        if looks_whole
        else _("List the dossiers with: sohoa list")
    )
    shown = one_line(typed, _LONGEST_SHOWN) or "?"
    return UnknownDossierError(_("There is no dossier {id}.").format(id=shown), advice)


def _ambiguous(typed: str, found: Sequence[str], count: int) -> AmbiguousDossierError:
    names, more = ", ".join(found), count - len(found)
    told = _("Say which: {names}").format(names=names)
    if more:
        told = _("Say which: {names} … ({count} more)").format(names=names, count=more)
    enough = _("The end of the day and what follows are enough, for instance: {example}")
    return AmbiguousDossierError(
        _("{count} dossiers are called {id}.").format(count=count, id=typed.strip()),
        f"{told}\n{enough.format(example=_shortest(found))}",
    )


def _shortest(found: Sequence[str]) -> str:
    """As little of the first one's day as tells it from the others."""
    ends = (found[0][_DAY - digits :] for digits in (2, 4, 6))
    return next(end for end in ends if sum(other.endswith(end) for other in found) == 1)
