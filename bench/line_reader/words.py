# SPDX-License-Identifier: Apache-2.0
"""Text for training lines: names, addresses, dates, numbers, labels – and syllables nobody has written yet.

Half of the words come from lists, so that what is common is read surely; half are put together from onset,
rhyme and tone, so that no spelling is out of reach and a rare name is not bent into a common one.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import yaml

_LISTS = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
_LABELS: list[str] = _LISTS["labels"]


def _listed(name: str) -> list[str]:
    return [word.replace("_", " ") for word in str(_LISTS[name]).split()]


_SURNAMES, _NAMES, _PLACES = _listed("surnames"), _listed("names"), _listed("places")
_COMMON, ETHNIC, _NATIONS = _listed("common"), _listed("ethnic"), _listed("nations")
_ONSETS, _RHYMES, _ABBREVIATIONS = _listed("onsets"), _listed("rhymes"), _listed("abbreviations")
_OFFICES = ["TP", "KH", "KS", "GXN", "UBND"]
_SMALL = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_UNIT = ["linh không", "mốt", "hai", "ba", "tư", "lăm", "sáu", "bảy", "tám", "chín"]
_TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323", "\u0323"]
_VOWELS = "aăâeêioôơuưy"


def coined(rng: random.Random) -> str:
    """A syllable from onset, rhyme and tone, spelt plausibly if not always lawfully."""
    rhyme = rng.choice(_RHYMES)
    onset = rng.choice(_ONSETS) if rng.random() < 0.93 else ""
    tones = ["\u0301", "\u0323"] if rhyme[-1] in "cpt" or rhyme.endswith("ch") else _TONES
    return unicodedata.normalize("NFC", onset + _toned(rhyme, rng.choice(tones)))


def _toned(rhyme: str, tone: str) -> str:
    """``rhyme`` with ``tone`` on its main vowel."""
    places = [n for n, char in enumerate(rhyme) if char in _VOWELS]
    marked = [n for n in places if rhyme[n] in "ăâêôơư"]
    closed = places[-1] < len(rhyme) - 1
    if marked:
        at = marked[-1]
    elif len(places) == 1 or (closed and len(places) < 3):
        at = places[-1]
    else:
        at = places[0] if rhyme not in ("oa", "oe", "uy") else places[-1]
    return rhyme[: at + 1] + tone + rhyme[at + 1 :]


def foreign(rng: random.Random) -> str:
    """A word in no Vietnamese spelling: a minority or foreign name."""
    letters = "bcdfghjklmnprstvwxyz"
    parts = [
        rng.choice(letters) + rng.choice("aeiou") + rng.choice(["", "", "", *letters, "ng", "h", "ck"])
        for _ in range(rng.randint(1, 3))
    ]
    word = "".join(parts)
    return rng.choice(["H'", "H’", "Y ", "Rơ ", "K'"]) + word.capitalize() if rng.random() < 0.3 else word


def number(rng: random.Random, digits: int | None = None) -> str:
    """So many random digits."""
    return "".join(rng.choices("0123456789", k=digits or rng.choice([1, 1, 2, 2, 3, 4, 5, 6, 9, 12, 12])))


def date(rng: random.Random) -> str:
    """A date as people type it."""
    day, month, year = rng.randint(1, 31), rng.randint(1, 12), rng.randint(1930, 2029)
    form = rng.choice(
        ["{:02}/{:02}/{}"] * 4
        + ["{}/{}/{}", "{:02}-{:02}-{}", "{:02}.{:02}.{}", "{:02} / {:02} / {}"]
        + ["ngày {:02} tháng {:02} năm {}", "{:02} tháng {:02} năm {}", "Ngày {} tháng {} năm {}"]
    )
    return form.format(day, month, year)


def spoken_date(rng: random.Random) -> str:
    """A date in words."""

    def spoken(amount: int) -> str:
        tens, ones = divmod(amount, 10)
        if tens == 0:
            return rng.choice(["", "mùng "]) + _SMALL[ones]
        head = "mười" if tens == 1 else f"{_SMALL[tens]} mươi"
        unit = {0: "", 1: "một" if tens == 1 else "mốt", 4: rng.choice(["bốn", "tư"]), 5: "lăm"}
        return f"{head} {unit.get(ones, _SMALL[ones])}".strip()

    year = rng.randint(1930, 2029)
    tail = year % 100
    words = "hai nghìn" if year >= 2000 else "một nghìn chín trăm"
    words = words.replace("nghìn", rng.choice(["nghìn", "nghìn", "ngàn"]))
    middle = rng.choice([" không trăm", ""]) if year >= 2000 else ""
    end = f" {rng.choice(['linh', 'lẻ'])} {_SMALL[tail]}" if tail < 10 else f" {spoken(tail)}"
    comma = rng.choice(["", ",", ",", " ,"])
    day, month = spoken(rng.randint(1, 31)), spoken(rng.randint(1, 12))
    return (
        f"{rng.choice(['Ngày', 'Ngày', 'ngày'])} {day}{comma} tháng {month}{comma} năm {words}{middle}{end}"
    )


def person(rng: random.Random) -> str:
    """A name, often in capitals."""
    parts = [rng.choice(_SURNAMES)] + [
        rng.choice(_NAMES)
        if rng.random() < 0.55
        else (foreign(rng) if rng.random() < 0.08 else coined(rng)).capitalize()
        for _ in range(rng.choice([1, 2, 2, 2, 3]))
    ]
    name = " ".join(parts)
    return name.upper() if rng.random() < 0.6 else name


def place(rng: random.Random) -> str:
    """An address, whole or in part."""

    def named() -> str:
        words = [
            rng.choice(_PLACES)
            if rng.random() < 0.6
            else (foreign(rng) if rng.random() < 0.07 else coined(rng)).capitalize()
            for _ in range(rng.choice([1, 2, 2, 2, 3]))
        ]
        return rng.choice([" "] * 15 + [" - ", "-"]).join(words)

    heads = ["thôn", "xóm", "ấp", "bản", "tổ", "tổ dân phố", "khu phố", "khóm", "buôn", "khu", "số", "số nhà"]
    parts = []
    if rng.random() < 0.6:
        head = rng.choice(heads)
        parts.append(f"{head} {number(rng, rng.choice([1, 1, 2, 3])) if rng.random() < 0.4 else named()}")
    if rng.random() < 0.25:
        parts.append(f"{rng.choice(['đường', 'phố', 'ngõ', 'hẻm', 'đường số'])} {named()}")
    parts += [f"{rng.choice(['xã', 'phường', 'thị trấn', 'P.', 'X.', 'xã'])} {named()}"]
    if rng.random() < 0.5:
        parts.append(f"{rng.choice(['huyện', 'quận', 'thị xã', 'thành phố', 'H.', 'Q.', 'TP.'])} {named()}")
    parts.append(f"{rng.choice(['tỉnh', 'tỉnh', 'thành phố', 'Thành phố', 'TP'])} {named()}")
    parts = [part[0].upper() + part[1:] if rng.random() < 0.4 else part for part in parts]
    return rng.choice([", ", ", ", ", ", " - ", ",", " "]).join(parts)


def document(rng: random.Random) -> str:
    """An identity document as forms want it written."""
    kind = rng.choice(
        [
            "CCCD số",
            "Căn cước công dân số",
            "Thẻ căn cước số",
            "CMND số",
            "Căn cước số",
            "Hộ chiếu số",
            "CCCD",
            "",
        ]
    )
    digits = number(rng, 12 if "C" in kind and "M" not in kind else 9)
    if "Hộ chiếu" in kind:
        digits = rng.choice("BCNP") + number(rng, 7)
    issuer = rng.choice(
        [
            "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
            "Cục Cảnh sát QLHC về TTXH",
            "Cục CS QLHC về TTXH",
            "Bộ Công an",
            "Công an " + place(rng),
            "Cục Quản lý xuất nhập cảnh",
        ]
    )
    end = rng.choice(
        [
            "",
            f", cấp ngày {date(rng)}",
            f" do {issuer} cấp ngày {date(rng)}",
            f", {issuer} cấp",
            f", cấp ngày {date(rng)}, nơi cấp: {issuer}",
            f" cấp ngày {date(rng)} tại {issuer}",
        ]
    )
    return f"{kind}{rng.choice(['', '', ':'])} {digits}{end}".strip(" :")


def plain(rng: random.Random) -> str:
    """Words of a sentence."""
    words = [
        rng.choice(_COMMON) if rng.random() < 0.6 else coined(rng)
        for _ in range(rng.choice([1, 2, 3, 4, 5, 7, 9]))
    ]
    style = rng.random()
    if style < 0.12:
        words = [word.upper() for word in words]
    elif style < 0.5:
        words[0] = words[0].capitalize()
    elif style < 0.7:
        words = [word.capitalize() for word in words]
    joined = words[0]
    for word in words[1:]:
        joined += (
            rng.choice([" "] * 12 + [", ", ", ", " - ", ": ", "; ", " (", ") ", ". ", "/", " “", "” "]) + word
        )
    return joined


def mixed(rng: random.Random) -> str:
    """Abbreviations, numbers with strokes and dashes, book numbers."""
    made: list[Callable[[], str]] = [
        lambda: f"{number(rng, rng.choice([1, 2, 3]))}/{rng.randint(1950, 2029)}",
        lambda: f"{number(rng, rng.choice([2, 3]))}/{rng.choice(_OFFICES)}-{coined(rng).upper()}",
        lambda: f"{number(rng, 2)}-{number(rng, 3)}/{rng.randint(1990, 2029)}",
        lambda: f"{number(rng, 2)}{rng.choice('-/.')}{rng.randint(1990, 2029)}",
        lambda: f"{rng.choice(_ABBREVIATIONS)} {coined(rng).capitalize()}",
        lambda: f"{rng.randint(0, 23)} giờ {rng.randint(0, 59):02} phút",
        lambda: f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}",
        lambda: f"{rng.randint(1, 20):02} bản",
        lambda: rng.choice("ABCDĐEGHKLMNPQRSTVXY") + number(rng, rng.choice([2, 4, 7, 8])),
        lambda: f"Quyển số {number(rng, 2)}/{rng.randint(1990, 2029)}",
    ]
    return rng.choice(made)()


def text(rng: random.Random) -> str:
    """One random text, NFC."""
    kinds: list[tuple[float, Callable[[], str]]] = [
        (18, lambda: person(rng)),
        (20, lambda: place(rng)),
        (10, lambda: date(rng)),
        (11, lambda: number(rng)),
        (8, lambda: document(rng)),
        (14, lambda: plain(rng)),
        (5, lambda: spoken_date(rng)),
        (5, lambda: rng.choice(ETHNIC)),
        (3, lambda: rng.choice(_NATIONS)),
        (
            2,
            lambda: rng.choice(["Nam", "Nữ", "nam", "nữ", "Cha", "Mẹ", "Ông nội", "Bà ngoại", "Có", "Không"]),
        ),
        (9, lambda: mixed(rng)),
        (4, lambda: " ".join(coined(rng).capitalize() for _ in range(rng.randint(1, 4)))),
        (2, lambda: foreign(rng)),
    ]
    weights = [weight for weight, _make in kinds]
    made = rng.choices([make for _weight, make in kinds], weights)[0]()
    if rng.random() < 0.04:
        made += "  " + rng.choices([make for _weight, make in kinds], weights)[0]()
    if rng.random() < 0.12:  # a line that runs over may end with what parts it from the next
        made += rng.choice([",", ",", ",", " -", ";"])
    return unicodedata.normalize("NFC", made).strip()


def label(rng: random.Random) -> str:
    """What may stand before a value: a label's tail, with its colon mostly."""
    whole = rng.choice(_LABELS) if rng.random() < 0.7 else plain(rng)
    tail = whole[-rng.randint(1, 14) :].lstrip() or whole
    return tail + rng.choice([":", ":", ":", ": ", ": ", ": ", " :", "", " "])


ALPHABET = (
    "".join(
        sorted(
            {
                unicodedata.normalize("NFC", base + tone)
                for vowel in _VOWELS
                for base in (vowel, vowel.upper())
                for tone in ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
            }
        )
    )
    + "bcdđfghjklmnpqrstvwxzBCDĐFGHJKLMNPQRSTVWXZ0123456789 ,.:;-/()'\"+%&✎"
)
"""Every character the line reader can write; the blank of CTC is class 0, ALPHABET[n] is class n + 1."""

PEN = "✎"
"""Stands for a stretch written by hand."""

_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-"})


def spelt(line: str) -> str:
    """``line`` in the reader's alphabet: quotes and dashes of one kind, one blank between words."""
    return " ".join(line.translate(_SAME).split())
