# SPDX-License-Identifier: Apache-2.0
"""Many dossiers out of few: every row of a dossier copied under a new id and another day.

The copies are as real as their originals: the same texts, page readings and journal. What must be unique is
made so, people get other invented names and numbers, moments and days move together, numbers run on without
holes, each journal is chained anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

from bench.scale.people import keys_of_matter, name_of_another, value_of_another
from bench.scale.rows import NUMBERED_PAPER, ROOT, SeedRow, SeedTable
from bench.scale.writers import Writer
from intake.dossier.deadline.local_time import LOCAL
from intake.dossier.dossier_id import short_id
from intake.dossier.journal import What
from intake.dossier.search.terms import form_terms, name_terms
from intake.store.database import to_json
from intake.store.dossier.journal_chain import link
from intake.store.package_key import manifest_key

TERMS, TERM_COLUMNS = "search_term", ("dossier_id", "source", "term", "unit")
MATTERS, MATTER_COLUMNS = "matter_key", ("dossier_id", "key", "unit")
PART = 200
"""So many copies are in memory at once."""

# Said in the words of both databases: what was given out so far, for those who go on with the store.
_GIVEN = """
INSERT INTO number_series (unit, kind, year, last)
SELECT '', 'dossier', 0, count(*) FROM dossier
UNION ALL SELECT unit, 'register', register_year, max(register_number) FROM dossier GROUP BY 1, 3
UNION ALL SELECT unit, kind, year, max(number) FROM slip GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """One dossier to be: copied from ``original`` as ``id``, received ``back_s`` seconds before it.

    Its papers are other files, unless it has the ``same_files``.
    """

    original: str
    id: str
    back_s: int
    same_files: bool = False


PaperHash = Callable[[Copy, str, int], str]
"""Which hash the file of a copy has that stands for the paper of this hash and size."""


@dataclass(slots=True)
class _Making:
    """One copy while it is made: the ids of its rows by table and the original's, texts that stand for
    others, the hash of its last event, and the local year in which it was received.
    """

    copy: Copy
    number: int
    year: int = 0
    registered: int = 0
    ids: dict[tuple[str, Any], int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def back(self) -> timedelta:
        """By how much it is older than its original."""
        return timedelta(seconds=self.copy.back_s)


Change = Callable[[Any, _Making], Any]


def multiply(
    tables: Sequence[SeedTable],
    writer: Writer,
    copies: Iterable[Copy],
    names: Sequence[str],
    paper_hash: PaperHash | None = None,
) -> None:
    """Write a copy of the rows for each of ``copies``, received in this order; ``names`` take the place of
    the people's.
    """
    copier = _Copier(tables, names, paper_hash or _marked_paper)
    made_anew = {TERMS: TERM_COLUMNS, MATTERS: MATTER_COLUMNS}
    columns = {table.name: table.columns for table in tables} | made_anew
    waiting: dict[str, list[list[Any]]] = {name: [] for name in columns}
    for count, copy in enumerate(copies, start=1):
        for name, rows in copier.rows_of(copy):
            waiting[name] += rows
        if count % PART == 0:
            _write(writer, columns, waiting)
    _write(writer, columns, waiting)
    writer.execute(_GIVEN)


def _write(
    writer: Writer, columns: Mapping[str, Sequence[str]], waiting: Mapping[str, list[list[Any]]]
) -> None:
    for name, rows in waiting.items():
        if rows:
            writer.put(name, columns[name], rows)
            rows.clear()


class _Copier:
    """Gives the rows of copies, one after the other."""

    def __init__(self, tables: Sequence[SeedTable], names: Sequence[str], paper_hash: PaperHash) -> None:
        self._tables, self._names, self._paper_hash = tables, names, paper_hash
        self._changes = {table.name: dict(self._changes_of(table)) for table in tables}
        self._last: Counter[str] = Counter()
        self._registered: Counter[int] = Counter()
        self._made = 0

    def rows_of(self, copy: Copy) -> Iterator[tuple[str, list[list[Any]]]]:
        """The copy's rows by table."""
        making = self._begin(copy)
        found = {
            table.name: [self._row(table, row, making) for row in table.rows.get(copy.original, ())]
            for table in self._tables
        }
        columns = {table.name: table.columns for table in self._tables}
        self._rename_people(columns, found, making)
        found[TERMS] = _terms(columns, found)
        found[MATTERS] = _matters(columns, found)
        _know_packages(columns, found)
        _chain(columns, found)
        yield from found.items()

    def _begin(self, copy: Copy) -> _Making:
        self._made += 1
        making = _Making(copy, self._made, texts={copy.original: copy.id})
        for table in self._tables:
            rows = table.rows.get(copy.original, ())
            if table.name != ROOT and "id" in table.columns:
                self._number(table, rows, making)
            if table.name == ROOT:
                told = dict(zip(table.columns, rows[0].values, strict=True))
                self._register(told["received_at"], making)
                if official := told["official_number"]:
                    making.texts[official] = f"{official.rpartition('-')[0]}-{making.number:06d}"
            if table.name == "document" and not copy.same_files:
                self._rename_papers(table, rows, making)
        return making

    def _register(self, received_at: str, making: _Making) -> None:
        making.year = (_moment(received_at) - making.back).astimezone(LOCAL).year
        self._registered[making.year] += 1
        making.registered = self._registered[making.year]

    def _number(self, table: SeedTable, rows: Sequence[SeedRow], making: _Making) -> None:
        place = table.columns.index("id")
        for row in rows:
            self._last[table.name] += 1
            making.ids[table.name, row.values[place]] = self._last[table.name]

    def _rename_papers(self, table: SeedTable, rows: Sequence[SeedRow], making: _Making) -> None:
        hash_place, size_place = table.columns.index("sha256"), table.columns.index("size")
        for row in rows:
            if kept := row.values[hash_place]:
                making.texts[kept] = self._paper_hash(making.copy, kept, row.values[size_place])

    def _row(self, table: SeedTable, row: SeedRow, making: _Making) -> list[Any]:
        values = list(row.values)
        for place in row.telling:
            values[place] = _retold(values[place], making)
        for place, change in self._changes[table.name].items():
            values[place] = change(values[place], making)
        return values

    def _changes_of(self, table: SeedTable) -> Iterator[tuple[int, Change]]:
        for place, column in enumerate(table.columns):
            change = self._change(table, column)
            if change is not None:
                yield place, change

    def _change(self, table: SeedTable, column: str) -> Change | None:
        if (table.name, column) in _ANEW:
            return _ANEW[table.name, column]
        if (table.name, column) == (ROOT, "requester"):
            return self._other_name
        if column in table.moments:
            return _shifted
        if column in table.days:
            return _earlier_day
        named = table.keys.get(column, table.name if column == "id" else None)
        if named is None or named == ROOT:
            return None  # a dossier's id is a text that was told anew
        return lambda value, making: making.ids.get((named, value), value)

    def _other_name(self, name: str, making: _Making) -> str:
        return name_of_another(name, making.number, self._names)

    def _rename_people(
        self, columns: Mapping[str, Sequence[str]], rows: Mapping[str, list[list[Any]]], making: _Making
    ) -> None:
        """On the form, and in the journal what a person said of it."""

        def other(key: str, value: str) -> str:
            return value_of_another(key, value, making.number, making.back, self._names)

        key, value = (columns["form_value"].index(name) for name in ("key", "value"))
        for row in rows["form_value"]:
            row[value] = other(row[key], row[value])
        data = columns["event"].index("data")
        for row in rows["event"]:
            told = json.loads(row[data]) if '"value"' in row[data] else {}
            if isinstance(said := told.get("value"), str) and other(told.get("key", ""), said) != said:
                row[data] = to_json({**told, "value": other(told["key"], said)})


def _terms(columns: Mapping[str, Sequence[str]], rows: Mapping[str, list[list[Any]]]) -> list[list[Any]]:
    """What the copy is found by: its own id, and the names that its people got."""
    (dossier,) = (dict(zip(columns[ROOT], row, strict=True)) for row in rows[ROOT])
    places = (columns["form_value"].index("key"), columns["form_value"].index("value"))
    told = {
        "numbers": name_terms([dossier["id"], dossier["folder"], dossier["official_number"] or ""]),
        "requester": name_terms([dossier["requester"]]),
        "form": form_terms([(row[places[0]], row[places[1]]) for row in rows["form_value"]]),
    }
    own, unit = dossier["id"], dossier["unit"]
    return [[own, source, term, unit] for source, terms in told.items() for term in terms]


def _matters(columns: Mapping[str, Sequence[str]], rows: Mapping[str, list[list[Any]]]) -> list[list[Any]]:
    """By what dossiers of one matter would find the copy."""
    (dossier,) = (dict(zip(columns[ROOT], row, strict=True)) for row in rows[ROOT])
    key, value = (columns["form_value"].index(name) for name in ("key", "value"))
    keys = keys_of_matter(dossier["procedure"], {row[key]: row[value] for row in rows["form_value"]})
    return [[dossier["id"], one, dossier["unit"]] for one in keys]


def _know_packages(columns: Mapping[str, Sequence[str]], rows: Mapping[str, list[list[Any]]]) -> None:
    """A package's manifest names its dossier, so a copy's is known by another hash, also to the journal."""
    keys = {}
    number, key, manifest = (columns["package"].index(name) for name in ("number", "content_key", "manifest"))
    for row in rows["package"]:
        keys[row[number]] = row[key] = manifest_key(json.loads(row[manifest]))
    what, data = (columns["event"].index(name) for name in ("what", "data"))
    for row in rows["event"]:
        if row[what] == What.PACKAGED:
            told = json.loads(row[data])
            row[data] = to_json({**told, "sha256": keys[told["number"]]})


def _chain(columns: Mapping[str, Sequence[str]], rows: Mapping[str, list[list[Any]]]) -> None:
    """Chain the journal of a copy, whose end stands in its dossier's row."""
    place = columns["event"].index("hash")
    before = ""
    for row in rows["event"]:
        before = row[place] = link(before, _event(columns["event"], row))
    (dossier,) = rows[ROOT]
    dossier[columns[ROOT].index("journal_head")] = before
    dossier[columns[ROOT].index("journal_length")] = len(rows["event"])


def _event(columns: Sequence[str], row: Sequence[Any]) -> Any:
    told = dict(zip(columns, row, strict=True))
    return SimpleNamespace(**{**told, "at": _moment(told["at"]), "data": json.loads(told["data"])})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _retold(text: str, making: _Making) -> str:
    for old, new in making.texts.items():
        text = text.replace(old, new)
    return NUMBERED_PAPER.sub(lambda found: _paper_named(found.group(), found.group(1), making), text)


def _paper_named(named: str, number: str, making: _Making) -> str:
    made = making.ids.get(("document", int(number)), number)
    return f"{named[: -len(number)]}{made}"


def _shifted(moment: str | None, making: _Making) -> str | None:
    if moment is None:
        return None
    return (datetime.fromisoformat(moment) - making.back).isoformat(" ", "microseconds")


def _earlier_day(day: str | None, making: _Making) -> str | None:
    return day and f"{date.fromisoformat(day) - making.back}"


def _marked(text: str | None, making: _Making) -> str | None:
    return sha256(f"{text}:{making.number}".encode()).hexdigest() if text else text


def _marked_paper(copy: Copy, kept: str, _size: int) -> str:
    return sha256(f"{kept}:{copy.id}".encode()).hexdigest()


_ANEW: dict[tuple[str, str], Change] = {
    (ROOT, "place"): lambda place, making: f"{place}-{making.number}" if place else "",
    (ROOT, "short_id"): lambda _short, making: short_id(making.copy.id),
    (ROOT, "register_year"): lambda _year, making: making.year,
    (ROOT, "register_number"): lambda _number, making: making.registered,
    ("folder_content", "content"): _marked,
    ("event", "client_id"): lambda given, making: f"{given}-{making.number}",
    # What it was made of has other names now; one of an earlier version has none and is sent as it is.
    ("package", "basis"): lambda _basis, _making: "",
}
