# SPDX-License-Identifier: Apache-2.0
"""An identity paper as people name it in a form, taken apart.

``Căn cước công dân số 001…, do Cục … cấp ngày 12/05/2021``. What the words do not say stays empty: neither
kind nor issuer is concluded from the length of a number or from a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from templates.language.folding import folded
from templates.model.codelists import CodeEntry, CodeList

_PERSONAL_ID = re.compile(r"(?<!\d)\d{12}(?!\d)")
# A passport (B1234567), twelve or nine digits, or what stands after "số".
_NUMBER = re.compile(r"\b[A-Z]{1,2}\d{6,8}\b|(?<!\d)(?:\d{12}|\d{9})(?!\d)")
_NAMED_NUMBER = re.compile(r"\bsố\s*:?\s*([A-Z0-9][A-Z0-9\-/]{3,})", re.IGNORECASE)
_DAY = r"(\d{1,2}/\d{1,2}/\d{4})"
_ISSUED = re.compile(rf"(?:cấp\s+ngày|ngày\s+cấp|cấp)\s*:?\s*{_DAY}", re.IGNORECASE)
_ISSUER = re.compile(
    r"(?:\bnơi\s+cấp\s*:?\s*|\b(?:do|bởi|tại)\s+)(.+?)\s*(?:,?\s*\bcấp\b.*|[,;]\s*(?:ngày|số)\b.*|[,;.]?\s*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class IdPaper:
    """What the words say: kind of the list ``id-papers``, number, personal number, day ``DD/MM/YYYY``,
    issuer; "" or None for what they do not say.
    """

    kind: CodeEntry | None = None
    number: str = ""
    personal_id: str = ""
    issued: str = ""
    issuer: str = ""


def id_paper(text: str, papers: CodeList) -> IdPaper:
    """The identity paper that ``text`` names."""
    personal = _PERSONAL_ID.search(text)
    number, named = _NUMBER.search(text), _NAMED_NUMBER.search(text)
    issued, issuer = _ISSUED.search(text), _ISSUER.search(text)
    return IdPaper(
        _kind(text, papers),
        number.group() if number else named.group(1) if named else "",
        personal.group() if personal else "",
        issued.group(1) if issued else "",
        issuer.group(1).strip(" ,;.") if issuer else "",
    )


def _kind(text: str, papers: CodeList) -> CodeEntry | None:
    """The kind whose name stands first in the text; of two that begin there, the longer."""
    words = folded(text)
    found: list[tuple[int, int, CodeEntry]] = []
    for entry in papers.entries:
        for name in (entry.name, *entry.aliases):
            if hit := re.search(rf"(?<!\w){re.escape(folded(name))}(?!\w)", words):
                found.append((hit.start(), -len(name), entry))
    return min(found, key=lambda each: each[:2])[2] if found else None
