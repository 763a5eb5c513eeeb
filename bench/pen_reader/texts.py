# SPDX-License-Identifier: Apache-2.0
"""What people write into forms that is no address: names, dates, figures, ethnic groups, sexes, papers."""

from __future__ import annotations

import random
from collections.abc import Callable

from bench.invented import people
from bench.line_reader import words

_SMALL_WORDS = (
    "Nam", "Nữ", "nam", "nữ", "Kinh", "Kinh", "Việt Nam", "Việt Nam", "Không", "Có", "Con ruột", "Bản thân",
    "Cha", "Mẹ", "Cha ruột", "Mẹ ruột", "Ông nội", "Bà ngoại", "Vợ", "Chồng", "01 bản", "02 bản", "Độc thân",
    "Chưa kết hôn", "Đã kết hôn", "Lần thứ nhất", "Đăng ký kết hôn", "Già yếu", "Bệnh già",
    "Tai nạn giao thông",
)  # fmt: skip


def person(rng: random.Random) -> str:
    if rng.random() < 0.6:
        name = people.person_name(rng, rng.choice(["Nam", "Nữ"]))
        return name.upper() if rng.random() < 0.4 else name
    return words.person(rng)


def personal_id(rng: random.Random) -> str:
    number = people.personal_id(rng, rng.choice(["Nam", "Nữ"]), rng.randint(1935, 2025))
    if rng.random() < 0.5:
        number = f"{rng.randint(1, 96):03}" + number[3:]
    return " ".join(number[at : at + 3] for at in range(0, 12, 3)) if rng.random() < 0.12 else number


def _phone(rng: random.Random) -> str:
    number = rng.choice(["09", "03", "07", "08", "05", "02"]) + words.number(rng, 8)
    shape = rng.random()
    if shape < 0.15:
        return f"{number[:4]}.{number[4:7]}.{number[7:]}"
    return f"{number[:4]} {number[4:7]} {number[7:]}" if shape < 0.3 else number


_KINDS: tuple[tuple[int, Callable[[random.Random], str]], ...] = (
    (26, person),
    (18, words.date),
    (12, personal_id),
    (6, _phone),
    (4, lambda rng: words.number(rng, 9)),
    (4, words.number),
    (6, words.document),
    (8, words.spoken_date),
    (4, lambda rng: rng.choice(words.ETHNIC)),
    (6, lambda rng: rng.choice(_SMALL_WORDS)),
    (5, words.mixed),
    (5, words.plain),
    (6, people.address),
)


def text(rng: random.Random) -> str:
    """One random text of a form's field, NFC; no more than 70 characters."""
    made = rng.choices([make for _weight, make in _KINDS], [weight for weight, _make in _KINDS])[0](rng)
    return made if len(made) <= 70 else made[:70].rpartition(" ")[0]
