# SPDX-License-Identifier: Apache-2.0
"""Identity numbers inside the free text of a form ("CCCD số 0…, do Cục … cấp ngày …")."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
_GAP = re.compile(r"(?<=\d)[ .](?=\d)")


def id_numbers(text: str) -> list[str]:
    """Every 12-digit personal number or 9-digit identity number in ``text``, in its order.

    Numbers written in groups ("001 234 567 890") are found where no plain number stands.
    """
    return _PLAIN.findall(text) or _PLAIN.findall(_GAP.sub("", text))
