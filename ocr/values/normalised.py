# SPDX-License-Identifier: Apache-2.0
"""The result of normalising one raw value, and the cleaning that every type of value begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr.text.folding import nfc


@dataclass(frozen=True, slots=True)
class Normalised:
    """A value as stored, how well the text fits its type (0..1), and for tests and logs why not.

    ``value`` is None where the text is empty or can't be a value of the type. ``plausibility`` is no
    probability; it tempers the recogniser's own confidence.
    """

    value: str | None
    plausibility: float
    note: str = ""


EMPTY = Normalised(None, 0.0, "empty")

_DOTS = r"[.·․‥…⋯_﹍]"
_LEADER = re.compile(rf"(?:{_DOTS}\s*){{2,}}|…|(?:[-–—]\s*){{3,}}|-{{2,}}|_+")
_RAISED = re.compile(r"[⁽₍]?[¹²³⁰⁴⁵⁶⁷⁸⁹]+[⁾₎]?")
_FOOTNOTE = r"\(\s*[\dlIO'’*]{0,2}\s*\)"
_FOOTNOTE_AT_START = re.compile(rf"^(?:{_FOOTNOTE}\s*)+")
_FOOTNOTE_AT_END = re.compile(rf"(?:\s*{_FOOTNOTE})+$")
_EDGE = " \t:;,.·|=_-–—~'’‘`\"“”*^°<>"
_CLOSERS = {")": "(", "]": "["}


def clean(raw: str) -> str:
    """``raw`` in NFC without leaders, footnote marks and the label's punctuation around it.

    Only what no value begins or ends with is taken off; a full stop inside (``TP.HCM``) stays.
    """
    text = _LEADER.sub(" ", _RAISED.sub(" ", nfc(raw)))
    previous = None
    while text != previous:
        previous = text
        text = _FOOTNOTE_AT_END.sub("", _FOOTNOTE_AT_START.sub("", text.strip(_EDGE)))
    return nfc(_without_lone_bracket(text))


def _without_lone_bracket(text: str) -> str:
    """A bracket at an edge without its partner belongs to a label or a footnote mark."""
    for closer, opener in _CLOSERS.items():
        if text.endswith(closer) and opener not in text:
            text = text[:-1].rstrip(_EDGE)
        if text.startswith(opener) and closer not in text:
            text = text[1:].lstrip(_EDGE)
    return text
