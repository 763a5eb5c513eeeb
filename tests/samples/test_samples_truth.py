# SPDX-License-Identifier: Apache-2.0
"""The samples that stand in the project: sizes, truths, and that the same call makes the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from intake.check.documents import asked
from samples.cases import BIRTH, SHELVES, Dossier, all_dossiers
from samples.make import FOLDER, home_of, make_dossier, truth_of
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.procedure_dossiers import RECEIVED, ZONE, Sample

pytestmark = pytest.mark.long

_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
_SCANS = {".pdf", ".jpg", ".tif"}
RECEIVED_AT = datetime.fromisoformat(RECEIVED).replace(tzinfo=ZONE)
_MOST_BYTES = 7_200_000
_SHELVES = sorted(FOLDER / shelf for shelf in SHELVES.values())


def _pages() -> Iterator[tuple[str, dict[str, Any]]]:
    for dossier in all_dossiers():
        for name, pages in truth_of(dossier)["files"].items():
            for page in pages:
                yield f"{dossier.name}/{name}:{page['page']}", page


def _files(pattern: str = "*") -> list[Path]:
    return sorted(path for shelf in _SHELVES for path in shelf.rglob(pattern) if path.is_file())


def test_the_scans_together_stay_small() -> None:
    assert 0 < sum(path.stat().st_size for path in _files()) <= _MOST_BYTES


def test_every_dossier_and_its_truth_stand_in_the_project() -> None:
    for dossier in all_dossiers():
        home = home_of(dossier, FOLDER)
        truth = home / ("truth.json" if not dossier.one_file else Path(dossier.name).stem + ".json")
        assert json.loads(truth.read_text("utf-8")) == truth_of(dossier), dossier.name
        assert all((home / scan.name).exists() for scan in dossier.scans), dossier.name


def test_nothing_lies_between_the_dossiers_but_scans_and_truths() -> None:
    assert {path.suffix for path in _files()} <= _SCANS | {".json"}


@pytest.mark.parametrize("path", _files("*.pdf"), ids=lambda p: p.name)
def test_pdfs_hold_pictures_and_no_text(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            assert len(page.get_images()) == 1
            assert "/Font" not in page.get("/Resources", {})


def test_the_kinds_of_paper_and_of_trouble_are_all_there() -> None:
    kinds = {page["kind"] for _, page in _pages()}
    assert kinds == {
        "birth-registration",
        "birth-notice",
        "id-card",
        "authorisation",
        "marriage-certificate",
        "marriage-registration",
        "death-registration",
        "death-notice",
        "marital-status",
        "correction",
        "birth-certificate",
        "other",
    }
    dossiers = all_dossiers()
    assert len(dossiers) >= 8
    assert any(d.complete for d in dossiers) and any(d.missing for d in dossiers)
    assert any(d.contradictions for d in dossiers)
    damages = [scan.damage for d in dossiers for scan in d.scans]
    assert {0, 180} <= {damage.turn for damage in damages}
    assert {"colour", "gray", "bilevel"} == {damage.mode for damage in damages}
    assert any(damage.perspective for damage in damages) and any(abs(d.skew_deg) > 4 for d in damages)


def test_dates_of_a_truth_are_written_in_full() -> None:
    for place, page in _pages():
        for key, field in page["fields"].items():
            if key.endswith(("birth_date", "death_date", ".date", "issued_date", "expiry_date")):
                assert _DATE.fullmatch(field["value"]), (place, key)


def test_pages_with_values_have_them_and_pages_without_have_none() -> None:
    for place, page in _pages():
        if page["kind"] == "other" or page.get("notes"):
            assert page["fields"] == {}, place
        elif page["kind"] == "birth-registration":
            assert len(page["fields"]) >= 25, place
        elif page["kind"] == "marriage-registration":
            assert len(page["fields"]) == 19, place
        elif page["kind"] == "death-registration":
            assert len(page["fields"]) == 24, place
        elif page["kind"] == "marital-status":
            assert len(page["fields"]) == 17, place
        elif page["kind"] == "correction":
            assert len(page["fields"]) == 25, place
        else:
            assert page["fields"], place


def test_a_truth_answers_what_the_papers_of_a_complete_dossier_leave_open() -> None:
    complete = [dossier for dossier in all_dossiers() if dossier.complete]
    assert len(complete) >= 5
    for dossier in complete:
        assert _left_open(dossier, dossier.answers) == set(), dossier.name
        left = _left_open(dossier, {})
        assert left <= set(dossier.answers) and bool(left) == bool(dossier.answers), dossier.name


def _left_open(dossier: Dossier, answers: Mapping[str, str]) -> set[str]:
    """The questions of the procedure that neither the papers nor the ``answers`` decide."""
    papers: dict[str, list[dict[str, str]]] = {}
    for pages in truth_of(dossier)["files"].values():
        for page in pages:
            told = {key: field["value"] for key, field in page["fields"].items()}
            papers.setdefault(page["kind"], []).append(told)
    edition = load_catalogue().procedure(dossier.procedure, RECEIVED_AT.date())
    facts = Sample(dossier.procedure, dossier.name, papers, (), answers, RECEIVED_AT).facts()
    return {question.name for question, _ in asked(facts, edition)}


def test_only_penned_forms_are_marked_as_written_by_hand() -> None:
    penned = {
        place.partition("/")[0] for place, page in _pages() if any(f["hand"] for f in page["fields"].values())
    }
    assert penned == {"07-viet-tay", "08-chi-doc-duoc-the-va-giay-chung-sinh"}


@pytest.mark.slow
def test_a_dossier_made_twice_is_the_same_to_the_byte(tmp_path: Path) -> None:
    dossier = next(d for d in all_dossiers() if d.name == "02-thieu-giay-chung-sinh")
    first = make_dossier(dossier, tmp_path / "a")
    second = make_dossier(dossier, tmp_path / "b")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_the_phone_picture_is_upright_only_after_its_exif_turn() -> None:
    with Image.open(FOLDER / "dossiers" / "06-chup-dien-thoai" / "IMG_0413.jpg") as picture:
        assert picture.getexif()[0x0112] == 6
        assert picture.width > picture.height


def test_dossiers_of_four_other_procedures_stand_beside_the_births() -> None:
    others = {dossier.shelf: dossier.procedure for dossier in all_dossiers() if dossier.procedure != BIRTH}
    assert others == {
        "marriages": "1.000894",
        "deaths": "1.000656",
        "marital-statuses": "1.004873",
        "corrections": "1.004859",
    }
