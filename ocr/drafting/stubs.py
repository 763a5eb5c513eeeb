# SPDX-License-Identifier: Apache-2.0
"""From a drafted form the first values of its other files: its procedure, where its values come from, how it
is printed back, what its fields are called. What nobody but the author knows is a question mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from templates.model.codelists import FieldNames
from templates.model.document_types import DocumentType, FieldType
from templates.model.form_lines import FormLine, default_layout, labels_of
from templates.model.own_files import TO_BE_FILLED

_CARD = {
    "full_name": "full_name",
    "birth_date": "birth_date",
    "sex": "sex",
    "nationality": "nationality",
    "residence": "residence",
    "id_document": "personal_id",
    "personal_id": "personal_id",
}
"""What of a person an identity card says, by the form's and by the card's key."""

_PAPER = re.compile(r"^(?:tờ khai|đơn|giấy|phiếu)(?: đề nghị| xin| yêu cầu)? ", re.IGNORECASE)
"""How a form's title names the paper before what is asked for."""

_MAY_DIFFER = frozenset({"residence"})
_NOT_ASKED = frozenset({"made.place", "made.date"})


def procedure_stub(paper: DocumentType, code: str) -> dict[str, Any]:
    """A procedure with one edition that asks for the form and for all its fields."""
    edition = paper.editions[0]
    name = paper.name["vi"]
    about = _PAPER.sub("", name).capitalize()
    return {
        "code": code or TO_BE_FILLED,
        "name": about,
        "category": TO_BE_FILLED,
        "source": TO_BE_FILLED,
        "unverified": True,
        "editions": [
            {
                "id": edition.id,
                "since": edition.since,
                "source": TO_BE_FILLED,
                "unverified": True,
                "forms": [paper.kind],
                "form_rule": {
                    "id": "application",
                    "law": TO_BE_FILLED,
                    "unverified": True,
                    "name": name,
                    "choices": [{"kind": paper.kind}],
                },
                "fields": [
                    {
                        "id": "form-fields",
                        "law": TO_BE_FILLED,
                        "unverified": True,
                        "keys": [key for key in paper.fields() if key not in _NOT_ASKED],
                    }
                ],
                "processing": {"working_days": 3, "law": TO_BE_FILLED, "unverified": True},
                "result": {"kind": "other", "name": about, "unverified": True},
            }
        ],
    }


def autofill_stub(paper: DocumentType) -> dict[str, Any]:
    """Identity cards of the form's people: who is whose, and what a card says better than the form."""
    people = {
        who: {
            "names": [{"paper": paper.kind, "field": f"{who}.full_name"}],
            **({"numbers": [{"paper": paper.kind, "field": number}]} if number else {}),
        }
        for who, number in _people(paper)
    }
    fields = {}
    for key in paper.fields():
        who, _point, what = key.partition(".")
        if who in people and what in _CARD:
            card = {"paper": "id-card", "of": who, "field": f"person.{_CARD[what]}"}
            own = {"paper": paper.kind, "field": key}
            differ = what in _MAY_DIFFER
            fields[key] = {
                "order": "paper" if differ else "source",
                **({"may_differ": True} if differ else {}),
                "from": [own, card] if differ else [card, own],
            }
    return {"form": paper.kind, "people": people, "fields": fields}


def _people(paper: DocumentType) -> Iterator[tuple[str, str]]:
    """Everybody whose name the form asks for, and the key of their number."""
    keys = paper.fields()
    for key, kind in keys.items():
        who, _point, what = key.partition(".")
        if what == "full_name" and kind is FieldType.NAME:
            number = next((k for k in (f"{who}.personal_id", f"{who}.id_document") if k in keys), "")
            yield who, number


def print_stub(paper: DocumentType) -> dict[str, Any]:
    """The form as its labels stand, a field a line; the author puts fields of one line together."""
    layout = default_layout(paper)
    return {"form": paper.kind, "title": list(layout.title), "lines": [_line(line) for line in layout.lines]}


def _line(line: FormLine) -> Any:
    plain = line.model_dump(exclude_defaults=True)
    return line.fields[0] if set(plain) == {"fields"} else plain


def names_stub(paper: DocumentType, known: FieldNames) -> dict[str, Any]:
    """What no data file names: people after the label of their name, other fields after their own label."""
    roles: dict[str, str] = {}
    whole: dict[str, str] = {}
    for key, item in labels_of(paper.editions[0]).items():
        who, _point, what = key.partition(".")
        if what == "full_name" and who not in known.roles:
            roles[who] = f"của {item.label.rpartition('tên ')[2] or TO_BE_FILLED}"
        elif what in known.attributes and who in {*known.roles, *roles}:
            continue
        elif known.name(key, "vi") == key:
            whole[key] = item.label[:1].lower() + item.label[1:]
    return {"roles": roles, "attributes": {}, "whole": whole}
