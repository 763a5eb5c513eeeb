# SPDX-License-Identifier: Apache-2.0
"""What the form holds, as the store keeps it, also where an earlier version wrote it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from intake.dossier.record_json import plain
from intake.dossier.values import Agreement, FormValue, PageRef, Statement, Witness
from intake.errors import DamagedStoreError
from intake.services.dossier_view import dossier_view
from intake.store.store import Store
from ocr.result import Box, Proposal, Source

KEY = "child.full_name"
PROPOSED = Proposal("TRẦN GIA HẬN", "lexicon:family-names", 0.75)
OTHER = Statement(
    "TRẦN GIA HÁN",
    "TRẦN GIA HÁN",
    0.7,
    Source.HAND,
    "birth-notice",
    "child.name",
    None,
    2,
    Box(1, 2, 3, 4),
    (PROPOSED,),
)
HELD = FormValue(
    KEY,
    Statement(
        "TRẦN GIA HÂN",
        "TRAN GIA HAN",
        0.8125,
        Source.PRINT,
        "birth-registration",
        KEY,
        None,
        1,
        Box(10, 20, 300, 40),
        (PROPOSED,),
    ),
    (OTHER,),
    Agreement.TONES,
    True,
    (Witness("id-card", "qr", None, 3),),
)

# As version 0.4 wrote it, letter by letter.
WRITTEN = {
    "box": "[10,20,300,40]",
    "alternatives": '[{"value":"TRẦN GIA HÁN","raw":"TRẦN GIA HÁN","confidence":0.7,"source":"hand",'
    '"paper":"birth-notice","key":"child.name","document_id":null,"page":2,"box":[1,2,3,4],'
    '"proposals":[{"text":"TRẦN GIA HẬN","source":"lexicon:family-names","score":0.75}]}]',
    "proposals": '[{"text":"TRẦN GIA HẬN","source":"lexicon:family-names","score":0.75}]',
    "confirmed": '[{"paper":"id-card","source":"qr","document_id":null,"page":3}]',
}


@pytest.fixture
def filled(store: Store, dossier: str) -> str:
    """The dossier, its form with one doubtful value."""
    with store.write() as session:
        store.set_form_values(session, dossier, [HELD])
    return dossier


def held(store: Store, dossier: str) -> FormValue:
    """But for its version, of which others speak."""
    with store.read() as session:
        return replace(store.form_values(session, dossier)[KEY], version=0)


def write_plainly(store: Store, column: str, written: str) -> None:
    with store.write() as session:
        session.execute(text(f"UPDATE form_value SET {column} = :written"), {"written": written})


def test_a_value_comes_back_as_it_was(store: Store, filled: str) -> None:
    assert held(store, filled) == HELD


@pytest.mark.usefixtures("filled")
def test_a_value_stands_as_earlier_versions_wrote_it(store: Store) -> None:
    columns = ", ".join(f"CAST({column} AS TEXT)" for column in WRITTEN)
    with store.read() as session:
        row = session.execute(text(f"SELECT {columns} FROM form_value")).one()
    assert dict(zip(WRITTEN, row, strict=True)) == WRITTEN


def test_a_value_that_an_earlier_version_wrote_opens(store: Store, filled: str) -> None:
    for column, written in WRITTEN.items():
        write_plainly(store, column, written)
    assert held(store, filled) == HELD


def test_what_a_paper_said_before_there_were_proposals_opens(store: Store, filled: str) -> None:
    older = WRITTEN["alternatives"].partition(',"proposals"')[0] + "}]"
    write_plainly(store, "alternatives", older)
    assert held(store, filled).alternatives == (replace(OTHER, proposals=()),)


def test_a_value_that_a_person_typed_stands_on_no_paper(store: Store, filled: str) -> None:
    with store.write() as session:
        store.correct(session, filled, KEY, "TRẦN GIA HẬN", who="lan")
        store.correct(session, filled, "child.sex", "Nữ", who="lan")
        said = [held.said for held in store.form_values(session, filled).values()]
        boxes = session.scalars(text("SELECT CAST(box AS TEXT) FROM form_value")).all()
    assert [(one.paper, one.key, one.page, one.box, one.proposals) for one in said] == [
        ("", "", None, None, ())
    ] * 2
    assert boxes == ["[]", "[]"]


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("alternatives", "{}"),
        ("alternatives", WRITTEN["alternatives"].replace('"confidence":0.7', '"confidence":"TRẦN GIA HÁN"')),
        ("confirmed", "[1]"),
        ("proposals", WRITTEN["proposals"].replace("score", "likeness")),
        ("box", '["TRẦN GIA HÁN"]'),
    ],
)
def test_a_value_that_is_none_is_damage_and_nothing_of_it_is_quoted(
    store: Store, filled: str, column: str, written: str
) -> None:
    write_plainly(store, column, written)
    with pytest.raises(DamagedStoreError) as told:
        held(store, filled)
    seen: BaseException | None = told.value
    while seen is not None:
        assert "TRẦN" not in str(seen)
        seen = seen.__cause__


def test_which_file_and_which_paper_on_its_page_are_not_kept_with_a_value() -> None:
    placed = replace(OTHER, document="a" * 64, nth=1)
    assert placed.place == PageRef("a" * 64, 2, 1)
    assert plain(placed) == plain(OTHER)


def test_a_dossier_is_shown_with_its_values_as_plain_ones(store: Store, filled: str) -> None:
    with store.read() as session:
        shown = dossier_view(store, session, filled)["values"][KEY]
    assert list(shown) == [
        "value",
        "raw",
        "confidence",
        "source",
        "paper",
        "document",
        "page",
        "box",
        "agreement",
        "needs_review",
        "corrected",
        "unreadable",
        "corrected_by",
        "corrected_at",
        "version",
        "alternatives",
        "proposals",
        "confirmed",
    ]
    assert (shown["box"], shown["alternatives"]) == ([10, 20, 300, 40], plain((OTHER,)))
    assert (shown["alternatives"][0]["box"], shown["confirmed"][0]["paper"]) == ([1, 2, 3, 4], "id-card")
