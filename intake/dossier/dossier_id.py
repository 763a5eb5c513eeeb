# SPDX-License-Identifier: Apache-2.0
"""Local dossier ids such as ``260731-7KQ2``: short, sortable, sayable on the telephone.

Day of reception (yymmdd), a running number and a check letter, in 29 signs without those that look or sound
alike (no 0/O, 1/I/L, U, E). The number runs on over the days of a store and takes a fourth sign at 24,389
dossiers, so that what follows the dash names one dossier alone (up to version 0.3 it began anew each day).
The check letter is a weighted sum modulo 29, a prime, so every single wrong sign and every swap of two
neighbours shows. Never to be shown as the official mã hồ sơ, which only the server issues.
"""

from __future__ import annotations

from datetime import date

SIGNS = "23456789ABCDFGHJKMNPQRSTVWXYZ"
RUNNING_SIGNS = 3


def mint(day: date, running: int) -> str:
    """The id of the ``running``-th dossier (from 1) of a store, received on ``day``."""
    body = _in_signs(running).rjust(RUNNING_SIGNS, SIGNS[0])
    prefix = f"{day:%y%m%d}"
    return f"{prefix}-{body}{_check_sign(prefix + body)}"


def running_number(dossier_id: str) -> int:
    """The running number inside an id."""
    number = 0
    for sign in dossier_id.split("-")[1][:-1]:
        number = number * len(SIGNS) + SIGNS.index(sign)
    return number


def short_id(dossier_id: str) -> str:
    """What people call it by: what follows the dash."""
    return dossier_id.partition("-")[2]


def is_well_formed(dossier_id: str) -> bool:
    """Whether this is a whole id with the right check letter."""
    prefix, dash, rest = dossier_id.partition("-")
    signs_known = all(sign in SIGNS for sign in rest)
    if not dash or len(prefix) != 6 or not prefix.isdigit() or len(rest) <= RUNNING_SIGNS or not signs_known:
        return False
    return _check_sign(prefix + rest[:-1]) == rest[-1]


def tidy(typed: str) -> str:
    """What a person typed, in capitals, without blanks around."""
    return typed.strip().upper()


def _in_signs(number: int) -> str:
    signs = ""
    while number:
        number, last = divmod(number, len(SIGNS))
        signs = SIGNS[last] + signs
    return signs


def _check_sign(body: str) -> str:
    values = [int(sign) if index < 6 else SIGNS.index(sign) for index, sign in enumerate(body)]
    return SIGNS[sum(weight * value for weight, value in enumerate(values, start=2)) % len(SIGNS)]
