# SPDX-License-Identifier: Apache-2.0
"""From the rows of a blank form to a first template: labels in their order, guessed fields, columns, title.

A draft saves typing; a person compares it with the form, names the fields and adds other wordings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rapidfuzz import fuzz

from ocr.drafting.hints import Guess, Hints, slug
from ocr.drafting.rows import BlankRow, RowPart
from ocr.drafting.tables import Split, find_split
from ocr.forms.letters import letters_of
from templates.model.document_types import Columns, DocumentType, Edition, FieldType, LabelSpec

_MOTTO = ("conghoaxahoichunghiavietnam", "doclaptudohanhphuc")
_CLOSING = ("chuthich", "ghichu", "huongdan")
_VOWS = ("toicamdoan", "chungtoicamdoan")
_SIGNERS = ("nguoiyeucau", "nguoikhai", "kyghirohochudemten", "kyvaghirohochudemten")
_HEADING = re.compile(r"(?:dưới|sau) đây$")
_UNITS = ("gio", "phut", "thang", "nam", "ban")
"""Words between the leaders of one value: "ngày … tháng … năm …", "… giờ … phút", "… bản"."""

_TITLE_LINES, _LONGEST_LABEL = 3, 110
_KNOWN_MOTTO = 80.0


@dataclass
class _Draft:
    """The items so far, whose section it is, and the keys given."""

    hints: Hints
    items: list[LabelSpec] = field(default_factory=list)
    owner: str = ""
    keys: set[str] = field(default_factory=set)

    def add_field(self, part: RowPart, *, opens: bool, after: RowPart | None, fixed: bool = False) -> None:
        guess, self.owner = self.hints.guess(part.text, self.owner, fixed=fixed)
        tail = _tail(after)
        ticks = letters_of(part.text)[0].endswith("capbansao") and after is not None
        self.items.append(
            LabelSpec(
                label=part.text,
                field=self._free(guess),
                type=FieldType.YES_NO if ticks else guess.type,
                inline=not opens and part.text[0].islower(),
                multiline=not (ticks or tail),
                stop_words=(tail,) if tail else (),
            )
        )

    def add_heading(self, text: str) -> None:
        self.owner = self.hints.section(text, self.owner)
        self.items.append(LabelSpec(label=text))

    def _free(self, guess: Guess) -> str:
        """The key, numbered where it is taken already."""
        key, number = guess.key, 2
        while key in self.keys:
            key, number = f"{guess.key}_{number}", number + 1
        self.keys.add(key)
        return key


def draft_of(rows: Sequence[BlankRow], hints: Hints, *, kind: str, source: str, since: date) -> DocumentType:
    """A template with one ``unverified`` edition, from the rows of a blank form; ``kind`` empty: the title's.

    ``hints`` say what labels of other forms mean, ``source`` is where the form comes from.
    """
    title, body = _title(rows)
    draft = _Draft(hints)
    split = find_split(body)
    if split is None:
        _fill(draft, body)
    else:
        _fill(draft, body[: split.first])
        _fill_columns(draft, split)
        _fill(draft, body[split.after :])
    columns = _columns(split, body) if split else None
    edition = Edition(
        id=str(since.year),
        source=source,
        since=since,
        unverified=True,
        skeleton=tuple(draft.items),
        columns=columns,
    )
    name = title.capitalize()
    return DocumentType(
        kind=kind or slug(title).replace("_", "-"),
        name={"vi": name, "en": name},
        titles=(title,),
        role="form",
        editions=(edition,),
    )


def _title(rows: Sequence[BlankRow]) -> tuple[str, Sequence[BlankRow]]:
    """The first lines in capitals under the state's motto, and the rows below them."""
    start = next((n for n, row in enumerate(rows) if _is_title(_text(row))), None)
    if start is None:
        return "", rows
    end = start + 1
    while end < min(len(rows), start + _TITLE_LINES) and _text(rows[end]).isupper():
        end += 1
    return " ".join(_text(row) for row in rows[start:end]), rows[end:]


def _is_title(text: str) -> bool:
    letters = letters_of(text)[0]
    motto = any(fuzz.partial_ratio(known, letters) > _KNOWN_MOTTO for known in _MOTTO)
    return text.isupper() and sum(map(str.isalpha, text)) >= 6 and not motto


def _text(row: BlankRow) -> str:
    return " ".join(part.text for part in row.parts)


def _fill(draft: _Draft, rows: Sequence[BlankRow]) -> None:
    """The items of rows read from left to right, up to the notes under the form."""
    vows = False
    for row in rows:
        if draft.items and draft.items[-1].closes:
            return
        text = _text(row)
        vows = letters_of(text)[0].startswith(_VOWS) or (vows and _goes_on(row))
        if vows and _goes_on(row):
            draft.add_heading(text)
        else:
            _fill_row(draft, row.parts)


def _goes_on(row: BlankRow) -> bool:
    """Whether a row may be the rest of a sentence: small letters and nothing to fill in."""
    return row.parts[0].text[:1].islower() and not any(part.blank or part.colon for part in row.parts)


def _fill_row(draft: _Draft, parts: Sequence[RowPart]) -> None:
    letters = letters_of(_text(BlankRow(tuple(parts), 0.0)))[0]
    if letters.startswith(_CLOSING):
        draft.items.append(LabelSpec(label=parts[0].text, closes=True))
    elif letters.startswith(_VOWS):
        draft.add_heading(_sentence(parts))
    elif letters in _SIGNERS:
        draft.add_heading(_text(BlankRow(tuple(parts), 0.0)))
    else:
        for number, part in enumerate(parts):
            _fill_part(draft, part, number == 0, parts[number + 1] if number + 1 < len(parts) else None)


def _fill_part(draft: _Draft, part: RowPart, opens: bool, after: RowPart | None) -> None:
    heading = part.colon and not part.blank and _HEADING.search(part.text)
    head, _comma, rest = part.text.partition(", ")
    if letters_of(head)[0] in _UNITS and not opens:
        if not rest:
            return
        part = replace(part, text=rest)
    if heading:
        draft.add_heading(part.text)
    elif (part.blank or part.colon) and len(part.text) <= _LONGEST_LABEL:
        draft.add_field(part, opens=opens, after=after)


def _sentence(parts: Sequence[RowPart]) -> str:
    """The first clause of a sentence, which is enough to find it."""
    return re.split(r"[,;]\s", " ".join(part.text for part in parts))[0][:_LONGEST_LABEL]


def _tail(after: RowPart | None) -> str:
    """A printed word that ends a value ("… bản"): one small word after the leader, nothing after it."""
    if after is None or after.colon or " " in after.text or not after.text.islower():
        return ""
    return after.text if letters_of(after.text)[0] == "ban" or not after.blank else ""


def _fill_columns(draft: _Draft, split: Split) -> None:
    """The labels of both columns, those of the left one first, each with its own owner."""
    if split.table:
        draft.add_heading(split.heading)
    for name, rows in ((split.left, split.left_rows), (split.right, split.right_rows)):
        draft.owner = _column_owner(draft, name)
        for row in rows:
            for part in row.parts:
                if part.blank or part.colon or split.table:
                    draft.add_field(part, opens=True, after=None, fixed=True)


def _column_owner(draft: _Draft, name: str) -> str:
    """Whose column it is: as other forms with this heading have it, else named after the heading."""
    letters = letters_of(name)[0]
    for known, owners in draft.hints.owners.items():
        if known.endswith(letters) and (owner := owners.most_common(1)[0][0]):
            return owner
    return slug(name)


def _columns(split: Split, body: Sequence[BlankRow]) -> Columns:
    until = next(iter(_labels(body[split.after :])), "")
    return Columns(left=split.left, right=split.right, until=until, table=split.table)


def _labels(rows: Sequence[BlankRow]) -> Iterator[str]:
    return (_sentence(row.parts) for row in rows)
