# SPDX-License-Identifier: Apache-2.0
"""The kinds of paper: what is printed on them, in which order, and what their values are.

A *skeleton* is the sequence of printed labels of one edition of a form. The reader aligns it with the words
of a page; what stands between two aligned labels is the value of the first. Nothing here knows about
images."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from templates.files.datafiles import Frozen
from templates.language.messages import _
from templates.model.codelists import Texts


class FieldType(StrEnum):
    """How a value is normalised and validated:

    - ``text``: as it is read.
    - ``name``: a person's name.
    - ``date``: a day, or only month and year, or the year.
    - ``date-words``: a date in words.
    - ``time``: an hour.
    - ``sex``: Nam, Nữ.
    - ``ethnicity``: an ethnic group of the list.
    - ``nationality``: a country of the list.
    - ``address``: a place, by the units old and new.
    - ``id-document``: an identity paper with number, day and place of issue.
    - ``personal-id``: a personal number of 12 digits.
    - ``number``: a count or an amount.
    - ``ordinal``: which time (“thứ hai”, “lần 1”).
    - ``code``: the number of a paper or book (“45/TLKS-BS”).
    - ``yes-no``: a ticked box.
    """

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


ANY = "any"
LONGEST_KEY = 64
"""So many letters a key may have, as the store's columns do."""
FIELD_KEY = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$"
"""Whose it is and what it is: ``child.full_name``; what belongs to nobody has one part: ``purpose``."""


class LabelSpec(Frozen):
    """One printed label and the value that follows it."""

    label: str = Field(description="The label as printed, without footnote mark and colon.")
    aliases: tuple[str, ...] = Field((), description="Other wordings of the label on older or local prints.")
    field: Annotated[str, Field(pattern=FIELD_KEY, max_length=LONGEST_KEY)] | None = Field(
        None,
        description="Key of the value that follows, such as child.full_name; left out where the label only "
        "structures the page.",
    )
    type: FieldType = Field(FieldType.TEXT, description="How the value is read, normalised and checked.")
    inline: bool = Field(
        False,
        description="A short word inside a line (“do”, “cấp ngày”), believed only right after the label "
        "before.",
    )
    closes: bool = Field(False, description="Nothing below is read any more: the notes under the form.")
    kept: bool = Field(
        False,
        description="The label is itself a part of the value; kept labels that follow each other may share "
        "one field (“Từ: … Thành: …”).",
    )
    multiline: bool = Field(True, description="The value may go on in the next lines.")
    below: bool = Field(
        False, description="The value stands under its label: a name printed at the foot of a signature."
    )
    own_line: bool = Field(
        False,
        description="The label's line belongs to no value before it: it begins with a place without label.",
    )
    stop_words: tuple[str, ...] = Field((), description="Printed words that end the value (“bản”).")


class Columns(Frozen):
    """Two columns side by side, from the line that bears both labels on."""

    left: str = Field(description="The label that heads the left column.")
    right: str = Field(description="The label that heads the right column.")
    until: str = Field(description="The first label below both columns.")
    table: bool = Field(
        False,
        description="The two labels are only headings; the labels of the rows stand once, at the left, and "
        "are read with each of the two columns.",
    )


class Edition(Frozen):
    """One print of a form."""

    id: str = Field(description="Its name, mostly the year of the circular: “2024”.")
    source: str = Field(description="The circular or decision that fixed this print.")
    since: date = Field(description="The day it came into force (YYYY-MM-DD).")
    unverified: bool = Field(False, description="Nobody has compared it with the published text yet.")
    skeleton: tuple[LabelSpec, ...] = Field(
        description="All printed labels in the order in which they are read."
    )
    columns: Columns | None = Field(None, description="Where the form stands in two columns.")


def _opening(skeleton: tuple[LabelSpec, ...]) -> tuple[LabelSpec, ...]:
    """The items without those that only go on with the field of the item before them."""
    return (*skeleton[:1], *(b for a, b in pairwise(skeleton) if not (b.kept and b.field == a.field)))


class DocumentType(Frozen):
    """One kind of paper: how it is recognised, and what is read from it."""

    kind: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_KEY)] = Field(
        description="Key of the kind: small letters, digits and dashes; the file is called after it."
    )
    name: Texts = Field(description="What people call it.")
    titles: tuple[str, ...] = Field(
        description="The title as printed, each wording of it; it may be misread in places."
    )
    clues: tuple[str, ...] = Field(
        (),
        description="Sentences that stand only on this paper, for pages without a title; they may be "
        "misread in places.",
    )
    needs: tuple[str, ...] = Field(
        (),
        description="Words one of which must stand on the page, nearly letter by letter, for it to be this "
        "paper at all, however well the rest fits: what only its issuer prints (“TÒA ÁN NHÂN DÂN”). "
        "Those in capitals are looked for in capitals only; what begins with ^ is a regular expression for a "
        "line without blanks.",
    )
    signs: tuple[str, ...] = Field(
        (),
        description="Regular expressions for a line without blanks; one alone names the paper, because "
        "nothing else bears it.",
    )
    role: Literal["form", "evidence", "identity", "other"] = Field(
        description="form: what the citizen fills in and signs; evidence: a paper that proves something; "
        "identity: an identity paper; other: anything else."
    )
    beside: tuple[str, ...] = Field(
        (),
        description="Kinds of the forms with which people rightly bring it, though no rule asks for it; "
        "“any”: with every form.",
    )
    original: bool = Field(
        False,
        description="It is handed in as the original only: written for the office, or issued to be handed "
        "in. A form is so without saying.",
    )
    pieces: Annotated[int, Field(ge=1)] = Field(
        1,
        description="So many of it are handed in at the least, as a receipt counts them: two photographs "
        "scanned on one page are two.",
    )
    editions: tuple[Edition, ...] = Field(
        (), description="Its prints, old and new; none where nothing is read from it."
    )

    @property
    def always_original(self) -> bool:
        """Whether no copy of it is taken."""
        return self.original or self.role == "form"

    @model_validator(mode="after")
    def _fields_are_unique_per_edition(self) -> DocumentType:
        for edition in self.editions:
            keys = [item.field for item in _opening(edition.skeleton) if item.field]
            repeated = sorted({key for key in keys if keys.count(key) > 1})
            if repeated:
                raise ValueError(
                    _("edition {id}: fields twice in the skeleton: {names}").format(
                        id=edition.id, names=", ".join(repeated)
                    )
                )
        return self

    def fields(self) -> dict[str, FieldType]:
        """Every field key of any edition with its type, in the order of the newest edition first."""
        found: dict[str, FieldType] = {}
        for edition in sorted(self.editions, key=lambda e: e.since, reverse=True):
            for item in edition.skeleton:
                if item.field:
                    found.setdefault(item.field, item.type)
        return found
