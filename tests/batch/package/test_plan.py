# SPDX-License-Identifier: Apache-2.0
"""Which page goes into which component, in which order, and how the files are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from batch.errors import PackageError
from batch.package.names import NameTemplate
from batch.package.pack_work import ComponentPlan, PackagePlan
from batch.package.plan import plan_package
from intake.store.dossier.documents import FileInfo
from intake.store.store import Store
from ocr.result import PageReading
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import RECEIVED, WHO, Clock, new_store

PROCEDURE = "1.001193"
FORM, NOTICE, CARD = "birth-registration", "birth-notice", "id-card"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "home", Clock(RECEIVED))
    yield store
    store.close()


def _page(kind: str, *, blank: bool = False, others: Sequence[str] = ()) -> PageReading:
    page = PageReading(1, kind, 0.99, 0, 0.0, 10, 10, blank=blank)
    return replace(page, others=tuple(_page(other) for other in others))


BLANK, UNREAD = _page("other", blank=True), None


class Desk:
    """A dossier whose documents are given page by page."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        with store.write() as session:
            made = store.create_dossier(session, procedure=PROCEDURE, who=WHO, received_at=RECEIVED)
            self.dossier = made.id
        self.names: dict[str, str] = {}

    def add(self, *pages: PageReading | None, refused: str = "") -> None:
        name = f"{len(self.names)}.png"
        Image.new("L", (20, 30), 10 * len(self.names)).save(self.folder / name)
        stored = self.store.keep(self.folder / name)
        self.names[stored.sha256] = name
        with self.store.write() as session:
            info = FileInfo(name, "image/png", len(pages), refusal_code=refused, refusal_reason=refused)
            document, _new = self.store.add_document(session, self.dossier, stored, info, who=WHO)
            for number, page in enumerate(pages, start=1):
                if page is not None:
                    reading = replace(page, page=number)
                    self.store.save_page_reading(session, document.id, reading, reader="test")

    def plan(self) -> PackagePlan:
        with self.store.read() as session:
            return plan_package(self.store, session, self.store.get(session, self.dossier), load_catalogue())

    def pages(self) -> dict[str, list[tuple[str, int]]]:
        """Component → its pages: file and number."""
        return {c.kind: [(self.names[p.sha256], p.page) for p in c.pages] for c in self.plan().components}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(store, tmp_path)


def test_a_page_that_is_blank_or_unread_belongs_to_the_paper_before_it_and_at_the_start_to_the_next(
    desk: Desk,
) -> None:
    desk.add(BLANK, UNREAD, _page(NOTICE), BLANK, _page(CARD), UNREAD, _page(NOTICE))
    assert desk.pages() == {
        NOTICE: [("0.png", 1), ("0.png", 2), ("0.png", 3), ("0.png", 4), ("0.png", 7)],
        CARD: [("0.png", 5), ("0.png", 6)],
    }


def test_a_document_of_blank_pages_alone_is_another_paper_and_none_of_the_one_before(desk: Desk) -> None:
    desk.add(_page(NOTICE))
    desk.add(BLANK, BLANK)
    assert desk.pages() == {NOTICE: [("0.png", 1)], "other": [("1.png", 1), ("1.png", 2)]}


def test_a_sheet_with_papers_of_two_kinds_goes_to_both_and_once_to_each(desk: Desk) -> None:
    desk.add(_page(CARD, others=[NOTICE, CARD, NOTICE]), BLANK)
    assert desk.pages() == {CARD: [("0.png", 1), ("0.png", 2)], NOTICE: [("0.png", 1)]}


def test_what_was_refused_is_not_packed_and_pages_of_one_kind_come_together_in_their_order(
    desk: Desk,
) -> None:
    desk.add(_page(CARD))
    desk.add(_page(NOTICE), refused="damaged")
    desk.add(_page(FORM), _page(FORM))
    desk.add(_page(CARD))
    assert desk.pages() == {FORM: [("2.png", 1), ("2.png", 2)], CARD: [("0.png", 1), ("3.png", 1)]}


def test_the_form_comes_first_then_as_the_procedure_names_its_papers_then_the_rest_by_kind_and_other_last(
    desk: Desk,
) -> None:
    edition = load_catalogue().procedure(PROCEDURE, RECEIVED.date())
    named = [component.kind for component in edition.components if component.kind not in edition.forms]
    strange = ["authorisation-x", "zz-unknown"]
    for kind in ["other", *reversed(strange), *reversed(named), FORM]:
        desk.add(_page(kind))
    rest = sorted(kind for kind in strange if kind not in named)
    wanted = [FORM, *dict.fromkeys(kind for kind in named if kind != "other"), *rest]
    kinds = [component.kind for component in desk.plan().components]
    assert [kind for kind in kinds if kind != "other"] == wanted
    assert "other" in named or kinds[-1] == "other"


def test_components_bear_the_procedures_code_and_name_and_what_is_of_no_procedure_its_kind(
    desk: Desk,
) -> None:
    for kind in (NOTICE, "death-notice", "zz-unknown"):
        desk.add(_page(kind))
    edition = load_catalogue().procedure(PROCEDURE, RECEIVED.date())
    known = edition.component(NOTICE)
    assert known is not None
    by_kind = {component.kind: component for component in desk.plan().components}
    assert (by_kind[NOTICE].code, by_kind[NOTICE].name) == (known.code, known.name)
    assert (by_kind["zz-unknown"].code, by_kind["zz-unknown"].name) == ("", "zz-unknown")
    assert by_kind["death-notice"].name == load_catalogue().document_type("death-notice").name["vi"]


def test_the_plan_says_of_which_dossier_it_is(desk: Desk) -> None:
    desk.add(_page(FORM))
    plan = desk.plan()
    assert (plan.dossier, plan.procedure, plan.official_number) == (desk.dossier, PROCEDURE, "")
    assert plan.received_at == RECEIVED
    with desk.store.write() as session:
        desk.store.set_official_number(session, desk.dossier, "G09.20-1", who=WHO)
    assert desk.plan().official_number == "G09.20-1"


def test_a_dossier_without_a_page_has_nothing_to_pack(desk: Desk) -> None:
    with pytest.raises(PackageError):
        desk.plan()
    desk.add(_page(FORM), refused="damaged")
    with pytest.raises(PackageError):
        desk.plan()


PLAN = PackagePlan("261116-2234", PROCEDURE, "G09.20-1/x", RECEIVED, (), "basis")
NOTICE_PLAN = ComponentPlan("000.00.00.G15-KQ004389", NOTICE, "Giấy chứng sinh", ())


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{dossier}_{nn}_{component}.pdf", "261116-2234_03_KQ004389.pdf"),
        ("{nn}-{kind}.pdf", "03-birth-notice.pdf"),
        ("{number}.{nn}.pdf", "G09.20-1-x.03.pdf"),
    ],
)
def test_files_are_called_as_the_unit_says_without_a_sign_that_could_lead_elsewhere(
    template: str, name: str
) -> None:
    assert NameTemplate.parse(template).name(PLAN, 3, NOTICE_PLAN) == name


def test_what_has_no_code_or_number_is_called_by_its_kind_and_the_dossier() -> None:
    bare, plain = replace(NOTICE_PLAN, code=""), replace(PLAN, official_number="")
    assert NameTemplate.parse("{number}_{nn}_{component}.pdf").name(plain, 12, bare) == (
        "261116-2234_12_birth-notice.pdf"
    )


@pytest.mark.parametrize("template", ["{nn}:{kind}.pdf", "{nn}?.pdf", "bản {nn}|.pdf", "{nn}\\{kind}.pdf"])
def test_a_name_that_windows_refuses_is_refused_when_it_is_set(template: str) -> None:
    with pytest.raises(PackageError):
        NameTemplate.parse(template)


def test_a_kind_of_paper_that_is_called_as_a_device_of_windows_names_no_device() -> None:
    odd = replace(NOTICE_PLAN, kind="aux")
    assert NameTemplate.parse("{kind}.{nn}.pdf").name(PLAN, 3, odd) == "_aux.03.pdf"
