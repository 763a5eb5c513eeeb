# SPDX-License-Identifier: Apache-2.0
"""Tables of label and value in capitals, without colons: a label's second line, and the next label."""

from __future__ import annotations

from rapidfuzz import fuzz

from ocr.forms.cells import cells_in_order
from ocr.forms.classify import match_of
from ocr.forms.columns import TableGrid
from ocr.forms.fields import raw_fields
from ocr.forms.letters import letters_of
from templates.catalogue.loading import load_catalogue
from tests.support.pages.typed_forms import LETTER_PX, typed_lines


def _values(text: str, kind: str) -> dict[str, str]:
    match = match_of(load_catalogue().document_type(kind), typed_lines(text), LETTER_PX)
    assert match.edition
    raws = raw_fields(match.lines, match.edition.skeleton, match.alignment, LETTER_PX)
    return {raw.key: raw.text for raw in raws if raw.text}


ROWS = """\
HỌ, CHỮ ĐỆM, TÊN NGƯỜI YÊU    LÝ VĂN VÍ DỤ
CẦU
NGÀY, THÁNG, NĂM SINH         01/02/1990
NƠI CƯ TRÚ                    xã Ví Dụ, tỉnh Hưng Yên
GIẤY TỜ TÙY THÂN              CCCD số 001090000017
QUAN HỆ VỚI NGƯỜI ĐƯỢC        Cha
KHAI SINH
DÂN TỘC                       Tày
QUỐC TỊCH                     Việt Nam
QUÊ QUÁN:                     xã Mẫu, tỉnh Hưng Yên"""


def test_a_label_in_capitals_without_a_colon_runs_over() -> None:
    found = _values(ROWS, "birth-registration")
    assert found["requester.full_name"] == "LÝ VĂN VÍ DỤ"
    assert found["requester.relation"] == "Cha"


def test_a_known_label_in_capitals_is_not_the_end_of_the_one_above() -> None:
    found = _values(ROWS, "birth-registration")
    assert found["child.nationality"] == "Việt Nam"
    assert found["child.hometown"] == "xã Mẫu, tỉnh Hưng Yên"


def test_the_kinds_of_papers_to_choose_from_are_no_value_and_hide_none() -> None:
    rows = ROWS.replace("GIẤY TỜ TÙY THÂN ", "GIẤY TỜ TÙY THÂN (CCCD/CMND/HỘ CHIẾU) ")
    shown = rows.replace("CCCD số 001", "Số định danh cá nhân: 001")
    assert (
        _values(shown, "birth-registration")["requester.id_document"] == "Số định danh cá nhân: 001090000017"
    )
    empty = rows.replace("CCCD số 001090000017", "")
    assert "requester.id_document" not in _values(empty, "birth-registration")


def test_two_lines_in_capitals_that_are_labels_each_and_together_are_one() -> None:
    rows = ROWS.replace("NGƯỜI YÊU    LÝ", "             LÝ").replace("CẦU\n", "NGƯỜI YÊU CẦU:\n")
    for kind in ("birth-registration", "death-registration"):
        assert _values(rows, kind)["requester.full_name"] == "LÝ VĂN VÍ DỤ"


def test_a_long_label_does_not_take_a_short_one_beneath_it_for_its_own() -> None:
    long, short = "Họ, chữ đệm, tên người được cấp bản sao trích lục", "Dân tộc"
    known = [letters_of(label)[0] for label in (long, short)]

    def likest(letters: str) -> str:
        return max(known, key=lambda one: fuzz.ratio(one, letters))

    grid = TableGrid(LETTER_PX, ())
    rows = f"{long.upper():60}LÝ\n{short.upper():60}Tày\n{'QUÊ':60}Mẫu\n{'NƠI':60}Mẫu\n"
    assert len(cells_in_order(typed_lines(rows), grid, likest)) == 4
