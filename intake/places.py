"""Whether an address as people write it lies in a commune."""

from __future__ import annotations

import re

from ocr.folding import fold
from templates.codelists import Codes

_RANK = re.compile(r"^(?:xa|phuong|thi tran|dac khu|tinh|thanh pho|tp|x|p)\.?\s+")
# People leave commas out, but hardly the words for the rank.
_PART = re.compile(
    r"\s*[,;–]\s*|\s+-\s+|\s+(?=(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa|tinh|thanh pho)\s)"
)


def lies_in(address: str, commune: str, codes: Codes) -> bool:
    """Whether ``address`` names ``commune`` ("Xã Hồng Vân, tỉnh Hưng Yên"; the province may be left out).

    Both are compared without tone marks and without the words for their rank. An address that names one of
    today's 34 provinces, but another one, lies elsewhere even where the commune has the same name.
    """
    ours, theirs = _parts(commune), _parts(address)
    if not ours or ours[0] not in theirs:
        return False
    provinces = {_bare(entry.name) for entry in codes.provinces_34.entries}
    named = [part for part in theirs[theirs.index(ours[0]) + 1 :] if part in provinces]
    return not named or len(ours) == 1 or ours[-1] in named


def _parts(address: str) -> list[str]:
    return [_bare(part) for part in _PART.split(fold(address)) if part.strip()]


def _bare(part: str) -> str:
    return _RANK.sub("", fold(part).strip(" .")).strip()
