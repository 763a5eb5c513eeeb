# SPDX-License-Identifier: Apache-2.0
"""What the words of a one-stop list say of a dossier: how it stands, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from batch.report.one_stop.reading import read_list
from templates.language.folding import without_marks
from templates.model.reports.denominators import OneStopColumn
from templates.model.reports.one_stop import load_one_stop_columns
from templates.model.reports.state_cells import OPEN, OUTCOME_UNKNOWN, WAITS, StateSaid
from tests.support.desks.one_stop_lists import CATALOGUE, Rows, workbook


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        (
            "payment",
            {
                "Không phải nộp": "free",
                "Chưa thanh toán trực tuyến": "unpaid",
                "Chưa thanh toán - Chuyển khoản": "unpaid",
                "Không thanh toán trực tuyến": None,
                "Không có thanh toán trực tuyến": None,
            },
        ),
        (
            "channel",
            {"Trực tuyến": "online", "Không trực tuyến": None, "Trực tuyến (không toàn trình)": "online"},
        ),
    ],
)
def test_what_is_denied_or_put_off_is_never_taken_for_done(
    column: str, cells: Mapping[str, str | None]
) -> None:
    columns = load_one_stop_columns()
    assert {cell: columns.meaning(OneStopColumn(column), cell) for cell in cells} == cells


STATES = {
    # The ten of the national portal.
    "Mới đăng ký": OPEN,
    "Được tiếp nhận": OPEN,
    "Không được tiếp nhận": "refused",
    "Đang xử lý": OPEN,
    "Yêu cầu bổ sung hồ sơ": OPEN,
    "Yêu cầu thực hiện nghĩa vụ tài chính": OPEN,
    "Công dân yêu cầu rút hồ sơ": "withdrawn",
    "Dừng xử lý": "stopped",
    "Đã xử lý xong": "result",
    "Đã trả kết quả": "result",
    # What people add.
    "Đã trả tại Bộ phận Tiếp nhận và Trả kết quả": "result",
    "Đã trả kết quả cho công dân": "result",
    "Đã trả kết quả sau khi bổ sung": "result",
    "Hoàn thành (không quá hạn)": "result",
    "Hoàn thành (chưa thu phí)": "result",
    "Đã đăng ký, đã có kết quả": "result",
    "Đã có kết quả, chờ trả": "result",
    "Đã có kết quả, sẽ trả qua bưu chính": "result",
    "Đã giải quyết, chờ công dân nhận kết quả": "result",
    "Từ chối, không đủ điều kiện giải quyết": "refused",
    "Từ chối tiếp nhận do chưa đủ giấy tờ": "refused",
    "Không đủ điều kiện, không giải quyết": "refused",
    "Không đủ điều kiện, đã trả kết quả": "refused",
    "Kết thúc không giải quyết": "refused",
    "Trả lại hồ sơ": "refused",
    "Dừng xử lý do không bổ sung": "stopped",
    "Kết thúc do công dân rút hồ sơ": "withdrawn",
    "Đã kết thúc": OUTCOME_UNKNOWN,
    "Đã đóng": OUTCOME_UNKNOWN,
    "Đóng hồ sơ": OUTCOME_UNKNOWN,
    "Trả hồ sơ": OUTCOME_UNKNOWN,
    "Trả hồ sơ cho công dân": OUTCOME_UNKNOWN,
    "Trả hồ sơ do không đủ điều kiện": "refused",
    "Hoàn thành thu phí, đã trả kết quả": "result",
    "Hoàn thành, chưa đóng phí": "result",
    "Hoàn thành, chờ trả hồ sơ": "result",
    # What goes on, or waits for nothing but the citizen.
    "Chưa hoàn thành": OPEN,
    "CHỜ HOÀN THÀNH nghĩa vụ tài chính": OPEN,
    "Đang chờ hoàn thành hồ sơ": OPEN,
    "Hoàn thành tiếp nhận": OPEN,
    "Trả lại hồ sơ, yêu cầu bổ sung": OPEN,
    "Trả lại hồ sơ để bổ sung": OPEN,
    "Chờ công dân rút hồ sơ": OPEN,
    "Chưa trả kết quả": OPEN,
    "Đã hoàn thành thanh toán": OPEN,
    "Hoàn thành thu phí": OPEN,
    "Hoàn tất lệ phí": OPEN,
    "Hoàn thành nộp lệ phí": OPEN,
    "Hoàn thành việc bổ sung": OPEN,
    "Hoàn thành thẩm định": OPEN,
    "Đã đóng đủ phí": None,
    "Đã đóng lệ phí": OPEN,
    "Chưa đóng hồ sơ": OPEN,
    "Trả hồ sơ, yêu cầu bổ sung": OPEN,
    "Chờ trả kết quả": WAITS,
    "Công dân chưa nhận kết quả": WAITS,
    "Người dân chưa đến lấy": WAITS,
    "Không giải quyết đúng hạn": WAITS,
    "Không trả kết quả đúng hạn": WAITS,
    "Quá hạn": WAITS,
    # What nobody knows.
    "Không hoàn thành": None,
    "Không rút hồ sơ": None,
    "Không yêu cầu bổ sung": None,
    "Trả lại hồ sơ do quá hạn bổ sung": None,
    "Xong": None,
    "Hoàn thành số hóa": None,
    "Đã có kết quả thẩm định": None,
    "Trả hồ sơ bổ sung": None,
}


def test_a_state_says_what_its_words_say_together_with_marks_and_without() -> None:
    words = load_one_stop_columns().state
    for told in (STATES, {without_marks(cell): means for cell, means in STATES.items()}):
        known = {cell: means for cell, means in told.items() if means is not None}
        assert {cell: words.said(cell) for cell in known} == {one: StateSaid(it) for one, it in known.items()}
        assert {words.said(cell).means for cell in told.keys() - known.keys()} == {None}
    # A word that nobody knows is told; how it ended is told by what is known only beside a day.
    assert words.said("Công dân rút hồ sơ, không tiếp tục") == StateSaid("withdrawn", whole=False)
    assert words.said("Hoàn thành, trình ký") == StateSaid("result", whole=False)
    assert words.said("Kết thúc do không giải quyết đúng hạn").means == OUTCOME_UNKNOWN
    assert words.said("Đã trả kết quả, đang chờ bổ sung") == StateSaid("result", whole=False)
    assert [words.said(number).means for number in ("9", "3", "4", "11")] == ["result", "refused", OPEN, None]


def test_a_day_of_end_says_that_it_ended_and_the_state_how(tmp_path: Path) -> None:
    third = date(2026, 11, 3)
    said = {  # beside a day, without
        "Chưa hoàn thành": ("", ""),
        "Không hoàn thành": (OUTCOME_UNKNOWN, ""),
        "Xong": (OUTCOME_UNKNOWN, ""),
        "Chờ trả kết quả": ("result", ""),
        "Hoàn thành, trình ký": ("result", ""),
        "Từ chối tiếp nhận": ("refused", "refused"),
        "Đã kết thúc": (OUTCOME_UNKNOWN, OUTCOME_UNKNOWN),
        "": ("result", ""),
    }
    head = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày trả kết quả", "Trạng thái")
    rows: Rows = [(f"D-{at}", "02/11/2026", "03/11/2026", state) for at, state in enumerate(said)]
    rows += [(f"E-{at}", "02/11/2026", None, state) for at, state in enumerate(said)]
    rows.append(("F", "02/11/2026", "04/11/2026", "Đã trả kết quả"))
    columns = load_one_stop_columns()
    found = read_list(workbook(tmp_path / "a.xlsx", rows, head), columns, CATALOGUE, today=third)
    with_day, without = found.lines[: len(said)], found.lines[len(said) : -1]
    assert [one.ended for one in with_day] == [ended for ended, _other in said.values()]
    assert {one.ended_on for one in with_day if one.ended} == {third}
    assert [one.ended for one in without] == [ended for _other, ended in said.values()]
    # It is planned for tomorrow: that it was handed over says the state alone.
    assert (found.lines[-1].ended, found.lines[-1].ended_on, found.to_come) == ("result", None, 1)
    assert found.not_ended == 1
    strange = {"Không hoàn thành": 2, "Xong": 2, "Hoàn thành, trình ký": 1}
    assert dict(found.strange[OneStopColumn.STATE]) == strange
    assert dict(found.in_part) == {("Hoàn thành, trình ký", "result"): 1}
