# SPDX-License-Identifier: Apache-2.0
"""The data files fit together, and the check of it sees what does not."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from templates.catalogue.consistency import Note, merged, problems, unverified
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.model.document_types import LabelSpec
from templates.model.procedures import Procedure
from templates.model.rules import Say

CODE = "1.001193"


def changed(**edition_changes: Any) -> Catalogue:
    """The catalogue with other values in the first edition of birth registration, validated anew."""
    catalogue = load_catalogue()
    data = catalogue.procedures[CODE].model_dump(by_alias=True, exclude_unset=True)
    edition = data["editions"][0]
    for key, change in edition_changes.items():
        change(edition[key])
    data["editions"] = [edition]
    procedures = MappingProxyType({CODE: Procedure.model_validate(data)})
    return replace(catalogue, procedures=procedures)


def texts(catalogue: Catalogue) -> str:
    return "\n".join(f"{note.place}: {note.text}" for note in problems(catalogue))


def test_the_data_files_contradict_each_other_nowhere():
    assert problems(load_catalogue()) == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("part", "change", "told"),
    [
        ("submit", lambda rules: rules[0]["choices"][0].update(kind="birth-notise"), "birth-notise"),
        ("fields", lambda rules: rules[0].update(keys=["child.shoe_size"]), "child.shoe_size"),
        ("rules", lambda rules: rules[0]["refs"][1].update(field="child.shoe_size"), "child.shoe_size"),
        ("rules", lambda rules: rules[0]["refs"][1].update(paper="deth-notice"), "deth-notice"),
        ("components", lambda parts: parts[0].update(kind="kitten"), "kitten"),
        ("submit", lambda rules: rules[1].update(when={"answer": {"name": "nobody", "is": "yes"}}), "nobody"),
        (
            "submit",
            lambda rules: rules[1].update(when={"answer": {"name": "abandoned", "is": "often"}}),
            "often",
        ),
        ("submit", lambda rules: rules[1].update(when={"field_present": "child.shoe_size"}), "shoe_size"),
        ("submit", lambda rules: rules[1].update(when={"not": {"paper_present": "kitten"}}), "kitten"),
        ("submit", lambda rules: rules[0]["say"]["missing"].update(vi="Thiếu {giay}"), "giay"),
    ],
)
def test_a_name_that_no_other_file_knows_is_found(part, change, told):
    assert told in texts(changed(**{part: change}))


def test_a_sentence_with_an_unknown_placeholder_is_found():
    catalogue = load_catalogue()
    sayings = MappingProxyType({**catalogue.sayings, "missing": Say(vi="{ten}", en="x")})
    assert "ten" in texts(replace(catalogue, sayings=sayings))


def test_what_is_not_verified_is_listed_once_with_its_source():
    notes = unverified(load_catalogue())
    places = [(note.file, note.place) for note in notes]
    assert ("procedures/1.001193", "2027-03: -") in places
    assert ("procedures/1.001193", "2025-01: requester-identity") in places
    assert ("procedures/1.001193", "2025-07: requester-identity") not in places
    assert len(places) == len(set(places))
    assert all(note.text for note in notes)


def test_the_same_statement_of_several_files_is_told_once():
    notes = [
        Note("procedures/a", "2025-01: rule", "law"),
        Note("procedures/b", "2025-07: rule", "law"),
        Note("procedures/b", "2025-07: rule", "another law"),
        Note("procedures/a", "2027-03: -", "source"),
        Note("procedures/b", "2027-03: -", "source"),
    ]
    assert [(n.file, n.place, n.text) for n in merged(notes)] == [
        ("procedures/a (+1)", "rule", "law"),
        ("procedures/b", "rule", "another law"),
        ("procedures/a", "2027-03: -", "source"),
        ("procedures/b", "2027-03: -", "source"),
    ]


def test_a_sentence_that_no_finding_says_is_found():
    def add(rules: list[dict[str, Any]]) -> None:
        rules[0]["say"]["mising"] = {"vi": "x", "en": "x"}

    assert "mising" in texts(changed(submit=add))


def test_a_successor_that_is_no_procedure_is_found():
    catalogue = load_catalogue()
    lost = catalogue.procedures[CODE].model_copy(update={"successor": "9.999999"})
    assert "9.999999" in texts(replace(catalogue, procedures=MappingProxyType({CODE: lost})))


def test_every_mark_of_every_kind_is_listed():
    catalogue = load_catalogue()
    listed = {(note.file, note.place.rpartition(": ")[2], note.text) for note in unverified(catalogue)}
    for code, procedure in catalogue.procedures.items():
        file = f"procedures/{code}"
        assert not procedure.unverified or (file, "-", procedure.source) in listed
        for edition in procedure.editions:
            for rule in edition.ruled():
                assert not rule.unverified or (file, rule.id, rule.law) in listed
            for question in edition.questions:
                told = any(f == file and place.endswith(f" {question.name}") for f, place, _text in listed)
                assert told or not question.unverified


def _with_fields(kind: str, change: Any) -> Catalogue:
    """The catalogue with another skeleton in the newest edition of a form."""
    catalogue = load_catalogue()
    paper = catalogue.document_types[kind]
    newest = max(paper.editions, key=lambda edition: edition.since)
    edition = newest.model_copy(update={"skeleton": tuple(change(newest.skeleton))})
    others = tuple(each for each in paper.editions if each is not newest)
    changed = paper.model_copy(update={"editions": (edition, *others)})
    return replace(catalogue, document_types=MappingProxyType({**catalogue.document_types, kind: changed}))


def test_a_form_without_printed_lines_contradicts_nothing():
    catalogue = load_catalogue()
    new = catalogue.document_types["marital-status"].model_copy(update={"kind": "dog-registration"})
    papers = MappingProxyType({**catalogue.document_types, new.kind: new})
    assert problems(replace(catalogue, document_types=papers)) == []


@pytest.mark.long
def test_it_is_said_in_which_direction_form_and_printed_lines_differ():
    lacking = _with_fields("marital-status", lambda items: (i for i in items if i.field != "purpose"))
    (gone,) = (note.text for note in problems(lacking) if note.file == "slips/form-lines")
    assert gone.startswith("Có dòng in cho purpose")
    more = LabelSpec(label="Tên chó", field="dog.name")
    grown = _with_fields("marital-status", lambda items: (*items, more))
    (unprinted,) = (note.text for note in problems(grown) if note.file == "slips/form-lines")
    assert unprinted == "marital-status có trường dog.name nhưng không có dòng in nào cho trường này."
