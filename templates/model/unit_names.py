# SPDX-License-Identifier: Apache-2.0
"""How units are written: the words for their rank, long and short, and the key that their names share."""

from __future__ import annotations

import re
import unicodedata

COMMUNE_RANKS = frozenset({"xã", "phường", "thị trấn", "đặc khu"})
DISTRICT_RANKS = frozenset({"huyện", "quận", "thị xã", "thành phố"})
PROVINCE_RANKS = frozenset({"tỉnh", "thành phố"})

# A short form of one letter needs a stop ("P. Bến Thành") or a digit ("P5") after it.
_SHORT = {
    "x": "xã", "p": "phường", "tt": "thị trấn", "h": "huyện", "q": "quận", "tx": "thị xã", "tp": "thành phố",
    "t": "tỉnh", "tphố": "thành phố", "đk": "đặc khu",
}  # fmt: skip
_LONG_FOLDED = {
    "xa": "xã", "phuong": "phường", "thi tran": "thị trấn", "dac khu": "đặc khu", "huyen": "huyện",
    "quan": "quận", "thi xa": "thị xã", "thanh pho": "thành phố", "tinh": "tỉnh",
}  # fmt: skip
_LONG = re.compile(
    r"(thị trấn|thị xã|thành phố|đặc khu|phường|huyện|quận|tỉnh|xã"
    r"|thi tran|thi xa|thanh pho|dac khu|phuong|huyen|quan|tinh|xa)[\s.:]+(?=\S)",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"(tphố|tp|tt|tx|đk)(?:[.\s]+(?=\S)|(?=[A-ZĐ0-9]))|([xphqt])(?:\.\s*(?=\S)|\s?(?=\d))", re.IGNORECASE
)
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for point in (*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)):
        bare = "".join(c for c in unicodedata.normalize("NFD", chr(point)) if not unicodedata.combining(c))
        table[point] = bare.lower().replace("đ", "d")
    table |= {0xD0: "d", 0xF0: "d", 0x110: "d", 0x111: "d"}
    return table | {ord(sign): None for sign in " '’‘`´-–—.,\u00a0"}


_SQUEEZE = _table()


def squeezed(name: str) -> str:
    """``Ea H'leo`` → ``eahleo``, ``05`` → ``5``: small, no diacritics, blanks, hyphens, apostrophes."""
    composed = name if name.isascii() else unicodedata.normalize("NFC", name)
    return _ZEROS.sub("", composed.lower().translate(_SQUEEZE))


def split_rank(name: str) -> tuple[str, str]:
    """The rank in its full form ("" where none is written) and the rest: ``P. 5`` → ``phường``, ``5``."""
    text = name.strip()
    if match := _LONG.match(text):
        folded = " ".join(match[1].lower().split())
        return _LONG_FOLDED.get(folded, folded), text[match.end() :].strip()
    if match := _ABBREVIATED.match(text):
        return _SHORT[(match[1] or match[2]).lower()], text[match.end() :].strip()
    return "", text


def rank_of(name: str) -> str:
    """The rank a unit's full name begins with; "" where none."""
    return split_rank(name)[0]


def bare_name(name: str) -> str:
    """A unit's name without its rank."""
    return split_rank(name)[1]
