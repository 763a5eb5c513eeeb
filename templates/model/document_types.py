"""The kinds of paper: what is printed on them, in which order, and what their values are.

A *skeleton* is the sequence of printed labels of one edition of a form. The reader aligns it with the words
of a page; what stands between two aligned labels is the value of the first. Nothing here knows about
images."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from pydantic import model_validator

from templates.files.datafiles import Frozen


class FieldType(StrEnum):
    """How a value is normalised and validated."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    DATE_WORDS = "date-words"
    TIME = "time"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    NATIONALITY = "nationality"
    ADDRESS = "address"
    ID_DOCUMENT = "id-document"
    PERSONAL_ID = "personal-id"
    NUMBER = "number"
    ORDINAL = "ordinal"
    CODE = "code"
    YES_NO = "yes-no"


class LabelSpec(Frozen):
    """One printed label and the value that follows it.

    ``label`` as printed, without footnote mark and colon; ``aliases`` other wordings. ``field`` is None
    where the label only structures the page. ``inline`` labels are short words inside a line ("do", "cấp
    ngày") that are believed only right after their predecessor. ``closes`` ends all reading of values
    (notes under the form). A ``kept`` label is itself a part of the value, and kept items that follow each
    other may share one field ("Từ: … Thành: …"). What ``below`` names stands under its label, at the foot of
    a signature: a printed name. The line of a label with an ``own_line`` belongs to no value before it: it
    begins with a place that has no label."""

    label: str
    aliases: tuple[str, ...] = ()
    field: str | None = None
    type: FieldType = FieldType.TEXT
    inline: bool = False
    closes: bool = False
    kept: bool = False
    multiline: bool = True
    below: bool = False
    own_line: bool = False
    stop_words: tuple[str, ...] = ()


class Columns(Frozen):
    """Two columns side by side: they begin on the line that bears both labels and end before ``until``.

    In a ``table`` that line is only the heading of the columns; the labels of the rows stand once, in a
    column of their own at the left, and are read with each of the two."""

    left: str
    right: str
    until: str
    table: bool = False


class Edition(Frozen):
    """One print of a form: its legal source, when it came into force, its skeleton."""

    id: str
    source: str
    since: date
    unverified: bool = False
    skeleton: tuple[LabelSpec, ...]
    columns: Columns | None = None


def _opening(skeleton: tuple[LabelSpec, ...]) -> tuple[LabelSpec, ...]:
    """The items without those that only go on with the field of the item before them."""
    return (*skeleton[:1], *(b for a, b in pairwise(skeleton) if not (b.kept and b.field == a.field)))


class DocumentType(Frozen):
    """One kind of paper, keyed as in the field list (``birth-registration`` …).

    A title and ``clues`` may be misread here and there; of ``signs`` (regular expressions for a line without
    blanks) one alone names the paper, because nothing else bears it."""

    kind: str
    name: dict[Literal["vi", "en"], str]
    titles: tuple[str, ...]
    clues: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    role: Literal["form", "evidence", "identity", "other"]
    editions: tuple[Edition, ...] = ()

    @model_validator(mode="after")
    def _fields_are_unique_per_edition(self) -> DocumentType:
        for edition in self.editions:
            keys = [item.field for item in _opening(edition.skeleton) if item.field]
            repeated = sorted({key for key in keys if keys.count(key) > 1})
            if repeated:
                raise ValueError(f"{self.kind} {edition.id}: fields twice in the skeleton: {repeated}")
        return self

    def fields(self) -> dict[str, FieldType]:
        """Every field key of any edition with its type, in the order of the newest edition first."""
        found: dict[str, FieldType] = {}
        for edition in sorted(self.editions, key=lambda e: e.since, reverse=True):
            for item in edition.skeleton:
                if item.field:
                    found.setdefault(item.field, item.type)
        return found
