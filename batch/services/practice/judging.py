# SPDX-License-Identifier: Apache-2.0
"""Judging an attempt by what really stands in the store: its form, pages, state and journal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from batch.services.practice.exercises import Criterion, Exercise, Goal, said
from batch.services.slip_wish import SheetKind
from batch.services.slips import slips_made
from intake.dossier.states import State
from intake.services.dossier_view import dossier_shown
from intake.services.papers.listing import papers_listed
from intake.store.store import Store
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.language.messages import _

_PACKAGED = (State.PACKAGED, State.QUEUED, State.PUSHED, State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that was wanted: whether it is so, what to say of it; in ``details`` where it is not."""

    right: bool
    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was wanted of an exercise, in its order."""

    judged: tuple[Judged, ...]

    @property
    def right(self) -> bool:
        """Whether all of it is so."""
        return all(one.right for one in self.judged)


def verdict(store: Store, exercise: Exercise, dossier: str) -> Verdict:
    """What the dossier of an attempt is like, beside what was wanted."""
    attempt = _Attempt(store, dossier, load_catalogue())
    return Verdict(tuple(_judged(attempt, wanted) for wanted in exercise.wanted))


class _Attempt:
    """An attempt's dossier, looked up as far as somebody asks."""

    def __init__(self, store: Store, dossier: str, catalogue: Catalogue) -> None:
        self._store, self._dossier, self.catalogue = store, dossier, catalogue

    @cached_property
    def view(self) -> Mapping[str, Any]:
        return dossier_shown(self._store, self._dossier, self.catalogue)

    @cached_property
    def listed(self) -> Mapping[str, Any]:
        return papers_listed(self._store, self._dossier, self.catalogue)

    @property
    def others(self) -> list[Mapping[str, Any]]:
        """The dossiers to which pages of this one went."""
        ids = {one["dossier"] for one in self.listed["taken_out"] if one["dossier"]}
        return [papers_listed(self._store, each, self.catalogue) for each in sorted(ids)]

    @property
    def slips(self) -> set[str]:
        """The kinds of slips that were issued for it."""
        return {slip.kind for slip in slips_made(self._store, self._dossier).slips}


def _judged(attempt: _Attempt, wanted: Criterion) -> Judged:
    details = tuple(_FAULTS[wanted.goal](attempt, wanted))
    return Judged(not details, said(wanted.missed if details else wanted.right), tuple(filter(None, details)))


def _values(attempt: _Attempt, wanted: Criterion) -> Iterator[str]:
    for key, right in wanted.values.items():
        value = attempt.view["values"].get(key, {}).get("value", "")
        if _plain(value) != _plain(right):
            told = _("{field}: the form says “{value}”, on the paper stands “{right}”.")
            yield told.format(field=_capital(attempt.catalogue.field_name(key)), value=value, right=right)


def _unreadable(attempt: _Attempt, wanted: Criterion) -> Iterator[str]:
    for key in wanted.values:
        held = attempt.view["values"].get(key, {})
        if not held.get("unreadable"):
            value = held.get("value", "")
            told = _("{field}: the form says “{value}”.") if value else ""
            yield told.format(field=_capital(attempt.catalogue.field_name(key)), value=value)


def _answered(attempt: _Attempt, wanted: Criterion) -> Iterator[str]:
    return ("" for name, answer in wanted.values.items() if attempt.view["answers"].get(name) != answer)


def _out(attempt: _Attempt, wanted: Criterion) -> Iterator[str]:
    told = _("Still there: {file}, page {page}.")
    left = sorted(_pages(attempt.listed) & _meant(wanted))
    return (told.format(file=file, page=page) for file, page in left)


def _kept(attempt: _Attempt, wanted: Criterion) -> Iterator[str]:
    told = _("No longer there: {file}, page {page}.")
    gone = sorted(_meant(wanted) - _pages(attempt.listed))
    return (told.format(file=file, page=page) for file, page in gone)


def _apart(attempt: _Attempt, wanted: Criterion) -> Iterator[str]:
    if not any(_pages(other) == _meant(wanted) for other in attempt.others):
        yield ""
    yield from _out(attempt, wanted)


def _procedure(attempt: _Attempt, wanted: Criterion) -> Iterator[str]:
    if wanted.procedure not in {other["procedure"] for other in attempt.others}:
        yield ""


def _packaged(attempt: _Attempt, _wanted: Criterion) -> Iterator[str]:
    if attempt.view["state"] not in _PACKAGED:
        yield ""


def _asked(attempt: _Attempt, wanted: Criterion) -> Iterator[str]:
    if SheetKind.SUPPLEMENT not in attempt.slips or not tuple(_packaged(attempt, wanted)):
        yield ""


_FAULTS: Mapping[Goal, Callable[[_Attempt, Criterion], Iterator[str]]] = {
    Goal.VALUES: _values,
    Goal.UNREADABLE: _unreadable,
    Goal.ANSWERED: _answered,
    Goal.OUT: _out,
    Goal.KEPT: _kept,
    Goal.APART: _apart,
    Goal.PROCEDURE: _procedure,
    Goal.PACKAGED: _packaged,
    Goal.ASKED: _asked,
}
"""What is not as wanted, each in words; "" where the goal's own sentence says all."""


def _pages(listed: Mapping[str, Any]) -> set[tuple[str, int]]:
    """File and page of all pages of a dossier."""
    return {(page["file"], page["page"]) for paper in listed["papers"] for page in paper["pages"]}


def _meant(wanted: Criterion) -> set[tuple[str, int]]:
    return {(file, number) for file, numbers in wanted.pages.items() for number in numbers}


def _plain(text: str) -> str:
    """Marks count; capitals, blanks, commas and full stops do not."""
    return " ".join(re.sub(r"[,.;]", " ", unicodedata.normalize("NFC", text).casefold()).split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
