# SPDX-License-Identifier: Apache-2.0
"""What is taken out of an answer, and what it means."""

from __future__ import annotations

import json
from typing import Any

import pytest

from batch.gateway import errors
from batch.gateway.answers import Answer, clock_off, identifier, parse, retry_after, seconds, text
from batch.gateway.connectors.ministry.spec import load_spec
from batch.gateway.protocol.refusals import messages_in
from batch.gateway.protocol.verdicts import verdict

SPEC = load_spec()
HUGE = 10**5000  # more digits than Python writes out
DATE = "Mon, 16 Nov 2026 02:00:00 GMT"
NOW = 1_794_794_400.0  # that moment


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"nul", b"<html>", b"\xff\xfe[\x00]\x00", b"[NaN]", b"[-Infinity]"),
        *(b"1" * 5000, b"[" * 100_000, b'{"a":' * 50_000),
    ],
)
def test_what_is_no_json_is_no_body(body: bytes) -> None:
    assert parse(body) is None


def test_json_with_a_mark_in_front_or_a_lone_surrogate_is_json() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    assert text(parse(rb'["Ch\u1edd \ud800"]')[0]) == "Chờ \N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  Chờ\x1b[31m ký\n số\u202e ", "Chờ ký số"),
        ("x" * 10_000, "x" * 499 + "…"),
        *((4, "4"), (4.0, "4"), (None, ""), (True, ""), ([1], ""), ({"a": 1}, "")),
    ],
)
def test_texts_come_clean_on_one_line_and_bounded(value: Any, expected: str) -> None:
    assert text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *((" TT-1 ", "TT-1"), (17, "17"), ("a b", ""), ("ế", ""), ("a\x1bb", ""), ("x" * 201, "")),
        *(("", ""), (None, ""), (True, ""), (1.5, ""), (["x"], ""), ("\ud800", "")),
    ],
)
def test_ids_are_kept_exactly_or_not_at_all(value: Any, expected: str) -> None:
    assert identifier(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3600, 3600.0), ("60", 60.0), (-5, 0.0), ("x", None), (None, None), ([], None), ("nan", None)],

)  # fmt: skip
def test_seconds_are_a_number_or_nothing(value: Any, expected: float | None) -> None:
    assert seconds(value) == expected


@pytest.mark.parametrize(
    ("header", "date", "expected"),
    [
        ("120", None, 120.0),
        (" 0 ", None, 0.0),
        ("99999999999", None, 86_400.0),
        ("Mon, 16 Nov 2026 02:10:00 GMT", DATE, 600.0),
        ("Mon, 16 Nov 2026 01:00:00 GMT", DATE, 0.0),
        ("Thu, 16 Nov 2028 02:10:00 GMT", DATE, 86_400.0),
        # The server's own clock is an hour behind: the wait is what it means, not what our clock makes of it.
        ("Mon, 16 Nov 2026 01:10:00 GMT", "Mon, 16 Nov 2026 01:00:00 GMT", 600.0),
        ("Mon, 16 Nov 2026 02:10:00 GMT", None, 600.0),
        ("Mon, 16 Nov 2026 02:10:00 GMT", "yesterday", 600.0),
    ],
)
def test_retry_after_is_understood_as_seconds_and_as_a_date(
    header: str, date: str | None, expected: float
) -> None:
    assert retry_after(header, date, NOW) == expected


@pytest.mark.parametrize(
    "header", [None, "", "-5", "1.5", "1e9", "soon", "120, 240", "9" * 5000, "٣", "Mon, 99 Nov 99999 0:0:0"]
)
def test_retry_after_that_makes_no_sense_is_none(header: str | None) -> None:
    assert retry_after(header, DATE, NOW) is None


def test_clock_of_a_server_that_tells_none_is_not_judged() -> None:
    assert clock_off(DATE, NOW - 30) == 30
    assert [clock_off(date, NOW) for date in (None, "", "x", "Mon, 99 Nov 99999 0:0:0")] == [None] * 4


def test_number_of_any_size_is_no_crash() -> None:
    assert (text(HUGE), identifier(HUGE), seconds(HUGE)) == ("", "", None)


def said(step: str, status: int, body: Any = None) -> errors.GatewayError:
    """The error that an answer means; the body goes through JSON as on the wire."""
    parsed = None if body is None else parse(json.dumps(body).encode())
    with pytest.raises(errors.GatewayError) as caught:
        verdict(SPEC, step, Answer(status, parsed, 7.0))
    assert caught.value.retry_after_s == 7.0
    return caught.value


FIELD = "nksHoTen không được để trống"
WORDS = {"code": "400", "message": "Thiếu chữ ký số của đơn vị"}
LATER = [
    ("submit", 404, {"code": "404", "message": "Not Found"}),
    ("submit", 408, {"code": "408", "message": "Hết thời gian"}),
    ("submit", 408, {"errors": FIELD}),
    ("upload", 425, WORDS),
    ("submit", 429, {"errors": FIELD}),
    ("submit", 500, {"code": "500", "message": "Lỗi hệ thống"}),
    ("submit", 500, {"errors": {"system": ["timeout"]}}),
    ("submit", 503, None),
    ("submit", 200, {"code": "502", "message": "Lỗi"}),
    ("submit", 200, {"code": 504, "message": "Lỗi"}),
    ("submit", 400, {"code": "503", "message": "Lỗi"}),
    ("submit", 400, None),
    ("submit", 200, {"code": "-1"}),
    ("submit", 400, {"code": "400", "message": None, "errors": []}),
    ("submit", 418, []),
    ("submit", 200, {"code": "99", "message": "Thành công", "data": {"maHoSo": "G09.20-1"}}),
    ("status", 200, {"code": "-1", "message": "Tham số sai"}),
    ("number", 200, {"code": "-1", "message": "Đơn vị chưa đăng ký"}),
    ("upload", 302, None),
    ("submit", 401, WORDS),
    ("submit", 200, {"code": "403", "message": "Không có quyền"}),
]


@pytest.mark.parametrize(("step", "status", "body"), LATER)
def test_answer_that_may_change_is_asked_for_again(step: str, status: int, body: Any) -> None:
    assert isinstance(said(step, status, body), errors.TransientError)


FINAL = [
    ("submit", 400, WORDS, 1),
    ("submit", 422, {"errors": {"nksHoTen": ["bắt buộc"], "nksGioiTinh": ["không tồn tại"]}}, 2),
    ("submit", 500, {"title": "Có lỗi xảy ra.", "errors": FIELD, "status": 500}, 1),
    ("submit", 404, {"errors": "MaTTHC không tồn tại"}, 1),
    ("submit", 200, {"code": "400", "message": FIELD}, 1),
    ("upload", 400, {"code": "400", "message": "files định dạng không đúng"}, 1),
    ("upload", 413, None, 1),
    ("submit", 409, {"errors": {"nksSoDDCN": ["đã tồn tại"]}}, 1),
]


@pytest.mark.parametrize(("step", "status", "body", "reasons"), FINAL)
def test_refusal_is_final_and_has_a_reason(step: str, status: int, body: Any, reasons: int) -> None:
    error = said(step, status, body)

    assert isinstance(error, errors.RefusedError)
    assert len(error.messages) == reasons


def test_yes_is_yes_whatever_type_its_code_has() -> None:
    for body in ({"code": 200}, {"code": "00"}, {"code": 0.0}, {"code": None}, {"value": "x"}, [], "x"):
        assert verdict(SPEC, "number", Answer(200, body)) == body


def test_complaints_are_bounded_whatever_the_gateway_pours_out() -> None:
    many = messages_in(SPEC, {"errors": {f"ten_{n}": ["không tồn tại"] for n in range(5000)}})
    long = messages_in(SPEC, {"message": "Lỗi " + "dài " * 50_000})
    wide = messages_in(SPEC, {"errors": {"x" * 5000: ["hỏng\x1b[2J"]}})
    digits = messages_in(SPEC, {"errors": f"nksHoTen có độ dài vượt quá {'9' * 5000}"})
    dots = messages_in(SPEC, {"errors": "a." * 500_000})

    assert len(many) == 100
    assert [len(message.text) for message in (*long, *dots)] == [500, 500]
    assert [(len(m.field), m.text) for m in wide] == [(100, "hỏng")]
    assert [(m.field, m.limit) for m in digits] == [("nksHoTen", None)]


@pytest.mark.parametrize("errors_told", [[{"truong": "nksHoTen", "loi": "không được để trống"}], [FIELD]])
def test_complaints_in_a_list_are_understood(errors_told: Any) -> None:
    assert [(m.field, m.kind) for m in messages_in(SPEC, {"errors": errors_told})] == [
        ("nksHoTen", "missing")
    ]


@pytest.mark.parametrize(
    "value", [True, 7, {"a": {"b": ["x"]}}, [[["x"]]], {"nksHoTen": {"a": None}}, [None]]
)
def test_complaints_of_any_type_are_no_crash(value: Any) -> None:
    assert all(message.text or message.field for message in messages_in(SPEC, {"errors": value}))
