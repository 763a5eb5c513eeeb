# SPDX-License-Identifier: Apache-2.0
"""Amounts in đồng as receipts write them: in figures, and in words."""

from __future__ import annotations

from collections.abc import Iterator

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
_BILLION = 10**9


def vnd(amount: int) -> str:
    """“12.000 đồng”."""
    return f"{amount:,} đồng".replace(",", ".")


def vnd_in_words(amount: int) -> str:
    """“Mười hai nghìn đồng”; raises ``ValueError`` for less than nothing."""
    if amount < 0:
        raise ValueError(amount)
    words = " ".join((*_number(amount), "đồng"))
    return words[:1].upper() + words[1:]


def _number(number: int) -> Iterator[str]:
    """The words of a number. In front of others each group of three is read whole: “một nghìn không trăm
    linh năm”.
    """
    if number == 0:
        yield _DIGITS[0]
        return
    billions, rest = divmod(number, _BILLION)
    if billions:
        yield from (*_number(billions), "tỷ")
    begun = bool(billions)
    for scale in reversed(range(len(_SCALES))):
        group = rest // 1000**scale % 1000
        if group:
            yield from _group(group, whole=begun)
            yield from filter(None, (_SCALES[scale],))
            begun = True


def _group(number: int, *, whole: bool) -> Iterator[str]:
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    if hundreds or whole:
        yield from (_DIGITS[hundreds], "trăm")
    if tens == 1:
        yield "mười"
    elif tens:
        yield from (_DIGITS[tens], "mươi")
    elif ones and (hundreds or whole):
        yield "linh"
    if ones:
        yield _one(tens, ones)


def _one(tens: int, ones: int) -> str:
    """The last figure, which sounds otherwise behind tens."""
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens:
        return "lăm"
    return _DIGITS[ones]
