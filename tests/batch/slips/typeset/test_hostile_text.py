# SPDX-License-Identifier: Apache-2.0
"""Whatever text a store holds, a slip can be printed of it, and holds no sign that commands."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from batch.slips.numbered.issue import issue_receipt
from batch.slips.typeset.blocks import (
    Blank,
    BlankLine,
    Letterhead,
    ListItem,
    Paragraph,
    PrintDocument,
    RuledTable,
    Sides,
    Signature,
    SignatureBlock,
    Ticks,
    Title,
    plain,
    printable,
)
from batch.slips.typeset.pdf import pdf_of
from batch.slips.typeset.word import docx_of
from intake.store.tables.model import FormValueRow
from tests.support.desks.slip_desk import CLERK, PERSON, new_dossier, opened, set_office, text_of_pdf
from tests.support.programs.examples import share_of_examples

pytestmark = pytest.mark.long

NASTY = st.text(
    st.one_of(
        st.characters(categories=("Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Mn")),
        st.sampled_from(list("\x1b[2J<b>&amp;</para>\u202e ệđĐ\u00a0")),
    ),
    max_size=60,
)
LONG = st.integers(1, 12_000).map(lambda count: "Ệ" * count)


def document(*blocks: object) -> PrintDocument:
    return PrintDocument("Bản in thử", datetime(2026, 11, 22, 3, tzinfo=UTC), tuple(blocks))  # type: ignore[arg-type]


def every_block(text: str) -> tuple[object, ...]:
    signed = SignatureBlock((Signature(text, text, text), Signature("NGƯỜI NHẬN")))
    lines = (
        BlankLine((Blank("Họ tên:", text),)),
        BlankLine((Blank(text, text), Blank("Ngày:", text))),
        ListItem(1, text),
    )
    return (
        Letterhead((text, "UBND"), (text,), text),
        Title((text,), qr="260116-0001"),
        Paragraph(plain(text)),
        *lines,
        Ticks(text, ((text, True), ("Không", False))),
        RuledTable(("TT", text), ((text, text), ("1", text)), (1, 9)),
        Sides(lines, (Paragraph(plain(text)),)),
        signed,
    )


def commands_in(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")} - {"\n"}


@settings(max_examples=share_of_examples(5), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(NASTY, LONG))
def test_any_text_can_be_set_as_pdf_and_docx(text: str) -> None:
    made = document(*every_block(text))
    assert pdf_of(made).startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(docx_of(made))) as archive:
        assert not commands_in(archive.read("word/document.xml").decode())


@given(NASTY)
def test_what_is_printed_holds_no_sign_that_commands(text: str) -> None:
    item = printable(document(ListItem(1, text))).blocks[0]
    assert isinstance(item, ListItem)
    assert not commands_in(item.text)


def test_a_blank_that_must_not_break_stays_one() -> None:
    assert printable(document(ListItem(1, "0262\u00a03000"))).blocks[0] == ListItem(1, "0262\u00a03000")


@pytest.mark.parametrize("name", ["NGUYỄN\x1b[2J THỊ\u202e A\x00", "A" * 10_000], ids=["controls", "endless"])
def test_a_receipt_of_an_old_store_is_printed_whatever_its_names_hold(
    name: str, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_office(monkeypatch)
    store = opened(tmp_path / "home")
    dossier = new_dossier(store, PERSON | {"requester.full_name": "Phạm Văn Ví Dụ"})
    with store.write() as session:  # past the door of today
        session.execute(
            update(FormValueRow).where(FormValueRow.key == "requester.full_name").values(value=name)
        )
    issued = issue_receipt(store, dossier, by=CLERK, docx=True)
    assert not commands_in(text_of_pdf(issued.pdf))
    assert issued.docx is not None
    docx.Document(str(issued.docx))
    store.close()
