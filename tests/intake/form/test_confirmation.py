# SPDX-License-Identifier: Apache-2.0
"""Another paper of the same person confirms a doubtful reading or proposes a spelling; it overwrites none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from intake.dossier.thresholds import SURE
from intake.dossier.values import Agreement, FormValue, Statement, Witness
from intake.form.autofill import Filled, PaperPage, autofill
from intake.form.value_notes import beside
from intake.services.receive.ingest import take_in
from intake.store.store import Store
from ocr.result import Box, FieldReading, PageReading, Proposal, Source
from templates.catalogue.loading import load_catalogue
from templates.model.autofill_map import load_autofill_map
from tests.support.desks.intake_desk import scan

CATALOGUE = load_catalogue()
BIRTH, CORRECTION, CARD = "birth-registration", "correction", "id-card"
HOME = "Thôn Đông, xã Hồng Vân, tỉnh Hưng Yên"
MOTHER = {"full_name": "PHẠM THỊ LAN", "personal_id": "034195000001", "residence": HOME}


def page(kind: str, values: dict[str, str], source: Source = Source.PRINT, sure: float = 0.97) -> PageReading:
    fields = tuple(FieldReading(k, v, v, sure, source, Box(1, 2, 3, 4)) for k, v in values.items())
    return PageReading(1, kind, 0.99, 0, 0.0, 2480, 3508, fields)


def card(person: dict[str, str], source: Source = Source.QR, sure: float = 0.995) -> PageReading:
    return page(CARD, {f"person.{key}": value for key, value in person.items()}, source, sure)


def fill(form: str, readings: Sequence[PageReading]) -> Filled:
    plan = load_autofill_map("", form)
    assert plan is not None
    pages = [PaperPage(number, f"{number:064x}", reading) for number, reading in enumerate(readings, start=1)]
    return autofill(plan, CATALOGUE, pages)


def value(filled: Filled, key: str) -> FormValue:
    (found,) = [choice for choice in filled.values if choice.key == key]
    return found


def residence(read: str, on_card: str, source: Source = Source.QR, sure: float = 0.75) -> FormValue:
    form = page(BIRTH, {"mother.full_name": "PHẠM THỊ LAN"})
    doubtful = page(BIRTH, {"mother.residence": read}, sure=sure)
    filled = fill(BIRTH, [form, doubtful, card({**MOTHER, "residence": on_card}, source)])
    return value(filled, "mother.residence")


def test_a_doubtful_value_that_the_qr_code_says_tone_for_tone_is_believed_and_the_card_named():
    chosen = residence(HOME, HOME)
    assert chosen.said.confidence >= SURE
    assert not chosen.needs_review
    assert chosen.confirmed == (Witness(CARD, "qr", 3, 1),)


def test_a_sure_value_needs_no_witness():
    assert residence(HOME, HOME, sure=0.99).confirmed == ()


def test_one_that_differs_in_a_tone_alone_is_proposed_and_stays_as_read():
    form = page(CORRECTION, {"subject.id_document": "034195000001"})
    doubtful = page(CORRECTION, {"subject.full_name": "PHẠM THI LAN"}, sure=0.7)
    chosen = value(fill(CORRECTION, [form, doubtful, card(MOTHER)]), "subject.full_name")
    assert chosen.said.value == "PHẠM THI LAN"
    assert chosen.said.confidence == 0.7
    assert chosen.needs_review
    (proposed,) = chosen.said.proposals
    assert (proposed.text, proposed.source) == ("PHẠM THỊ LAN", "paper:id-card:qr")
    assert 0.9 < proposed.score < 1
    assert chosen.confirmed == ()


def test_the_card_confirms_a_field_that_is_not_to_be_taken_from_it():
    form = page(CORRECTION, {"subject.id_document": "034195000001"})
    doubtful = page(CORRECTION, {"subject.full_name": "PHẠM THỊ LAN"}, sure=0.7)
    chosen = value(fill(CORRECTION, [form, doubtful, card(MOTHER)]), "subject.full_name")
    assert chosen.said.paper == CORRECTION
    assert not chosen.needs_review
    assert [witness.paper for witness in chosen.confirmed] == [CARD]


def test_the_card_of_somebody_else_confirms_nothing():
    form = page(CORRECTION, {"subject.id_document": "034195000009"})
    doubtful = page(CORRECTION, {"subject.full_name": "PHẠM THỊ CÚC"}, sure=0.7)
    other = card({**MOTHER, "full_name": "TRẦN VĂN HẢI"})
    chosen = value(fill(CORRECTION, [form, doubtful, other]), "subject.full_name")
    assert (chosen.confirmed, chosen.said.proposals, chosen.needs_review) == ((), (), True)


def test_the_mrz_writes_no_diacritics_and_so_proposes_none():
    form = page(CORRECTION, {"subject.id_document": "034195000001"})
    doubtful = page(CORRECTION, {"subject.full_name": "PHẠM THỊ LAN"}, sure=0.7)
    mrz = card({"full_name": "PHAM THI LAN", "personal_id": "034195000001"}, Source.MRZ)
    chosen = value(fill(CORRECTION, [form, doubtful, mrz]), "subject.full_name")
    assert chosen.said.proposals == ()


def test_pen_is_neither_confirmed_nor_does_it_confirm():
    form = page(CORRECTION, {"subject.id_document": "034195000001"})
    penned = page(CORRECTION, {"subject.full_name": "PHẠM THỊ LAN"}, Source.HAND, 0.6)
    chosen = value(fill(CORRECTION, [form, penned, card(MOTHER)]), "subject.full_name")
    assert (chosen.confirmed, chosen.needs_review) == ((), True)


def test_a_date_that_differs_is_another_date_and_no_spelling():
    form = page(CORRECTION, {"subject.id_document": "034195000001"})
    doubtful = page(CORRECTION, {"subject.birth_date": "12/03/1995"}, sure=0.7)
    holder = card({**MOTHER, "birth_date": "12/08/1995"})
    assert value(fill(CORRECTION, [form, doubtful, holder]), "subject.birth_date").said.proposals == ()


PROPOSED = Proposal("NGUYỄN VĂN A", "lexicon:family-names", 0.98)


def lexical(sure: float) -> PageReading:
    field = FieldReading(
        "child.full_name", "NGUYÊN VĂN A", "NGUYÊN VĂN A", sure, Source.PRINT, Box(0, 0, 1, 1), (PROPOSED,)
    )
    return PageReading(1, BIRTH, 0.99, 0, 0.0, 10, 10, (field,))


def test_what_a_lexicon_proposed_comes_with_the_value_until_nobody_need_look():
    assert value(fill(BIRTH, [lexical(0.5)]), "child.full_name").said.proposals == (PROPOSED,)
    assert value(fill(BIRTH, [lexical(0.99)]), "child.full_name").said.proposals == ()


@pytest.fixture
def stored(store: Store, dossier: str, tmp_path: Path) -> tuple[Store, str]:
    document = take_in(store, dossier, [scan(tmp_path / "form.png")], who="lan").added[0]
    best = Statement("PHẠM THI LAN", "", 0.7, "print", BIRTH, "k", document, 1, Box(0, 0, 1, 1), (PROPOSED,))
    choice = FormValue(
        "mother.full_name", best, (), Agreement.TONES, True, (Witness(CARD, "qr", document, 1),)
    )
    with store.write() as session:
        store.set_form_values(session, dossier, [choice])
    return store, dossier


def test_the_store_keeps_who_proposed_and_who_confirmed(stored: tuple[Store, str]):
    store, dossier = stored
    with store.read() as session:
        row = store.form_values(session, dossier)["mother.full_name"]
    assert row.said.proposals == (PROPOSED,)
    assert [(witness.paper, witness.source) for witness in row.confirmed] == [(CARD, "qr")]


def test_a_person_s_word_ends_all_proposals(stored: tuple[Store, str]):
    store, dossier = stored
    with store.write() as session:
        store.correct(session, dossier, "mother.full_name", "PHẠM THỊ LAN", who="lan")
        row = store.form_values(session, dossier)["mother.full_name"]
        assert (row.said.proposals, row.confirmed) == ((), ())


def test_the_screen_asks_and_names_who_proposes():
    shown = {
        "proposals": [
            {"text": "NGUYỄN VĂN A", "source": "lexicon:family-names+middle-names", "score": 0.9},
            {"text": "NGUYỄN VĂN A", "source": "paper:id-card:qr", "score": 0.9},
        ],
        "confirmed": [{"paper": CARD, "source": "mrz", "document_id": 1, "page": 1}],
    }
    assert list(beside(shown, CATALOGUE)) == [
        "? Có phải: NGUYỄN VĂN A (danh sách họ, danh sách chữ đệm)",
        f"? Có phải: NGUYỄN VĂN A ({CATALOGUE.paper_name(CARD)}, mã QR)",
        f"✓ khớp với {CATALOGUE.paper_name(CARD)}, dòng MRZ",
    ]
