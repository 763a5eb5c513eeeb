# SPDX-License-Identifier: Apache-2.0
"""Vietnamese typed in fonts from before Unicode – TCVN3 (.VnTime) and VNI (VNI-Times) – to Unicode NFC.

Such a font shows Vietnamese letters in the places of Western ones, so that the text of the file is a row of
Western letters. Told by the font's name, and by what makes Vietnamese syllables of the text. Sources: TCVN
5712:1993 (VN3, "ABC"), as in glibc's charset map TCVN; VNI-Windows as typed by the VNI software of 1995.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from ocr.text.syllables import is_syllable


class Typing(StrEnum):
    """How the letters of a font are written in the file."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    TCVN3_CAPITALS = "tcvn3-capitals"
    VNI = "vni"


_TCVN3_FONT = re.compile(r"^\.Vn", re.IGNORECASE)
_TCVN3_CAPITAL_FONT = re.compile(r"^\.Vn\w*H(?:[,\-\s].*)?$")
_VNI_FONT = re.compile(r"^VNI[-\s_]", re.IGNORECASE)

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢§£¤¥¦",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_HAT, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_VNI_MARKS = dict(
    zip(
        "ùøûõïâáàåãäêéèúüë",
        (
            *(_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT),
            *(_HAT, _HAT + _ACUTE, _HAT + _GRAVE, _HAT + _HOOK, _HAT + _TILDE, _HAT + _DOT),
            *(_BREVE, _BREVE + _ACUTE, _BREVE + _GRAVE, _BREVE + _HOOK, _BREVE + _TILDE, _BREVE + _DOT),
        ),
        strict=True,
    )
)
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])", re.IGNORECASE)

_LEAST_WORDS = 4
_BETTER = 0.25
"""The share of syllables must grow by so much before a font is taken for an old one without its name."""


def typing_of(font: str, texts: Sequence[str]) -> Typing:
    """How ``font`` writes Vietnamese: by its name, else by what makes syllables of ``texts`` set in it."""
    if _TCVN3_CAPITAL_FONT.match(font):
        return Typing.TCVN3_CAPITALS
    if _TCVN3_FONT.match(font):
        return Typing.TCVN3
    if _VNI_FONT.match(font):
        return Typing.VNI
    return _by_syllables(texts)


def to_unicode(text: str, typing: Typing) -> str:
    """``text`` as written in a font of this ``typing``, in NFC."""
    if typing is Typing.VNI:
        text = _from_vni(text)
    elif typing is not Typing.UNICODE:
        text = "".join(_TCVN3.get(sign, sign) for sign in text)
    if typing is Typing.TCVN3_CAPITALS:
        text = text.upper()
    return unicodedata.normalize("NFC", text)


def _from_vni(text: str) -> str:
    paired = _VNI_PAIR.sub(lambda found: _alone(found[1]) + _VNI_MARKS[found[2].lower()], text)
    return "".join(_alone(sign) for sign in paired)


def _alone(sign: str) -> str:
    letter = _VNI_LETTERS.get(sign.lower(), sign)
    return letter.upper() if sign.isupper() else letter


def _by_syllables(texts: Sequence[str]) -> Typing:
    """The typing under which far more words with strange letters are syllables than as they stand."""
    words = {word.strip(string.punctuation) for text in texts for word in text.split()}
    odd = sorted(word for word in words if not word.isascii())
    if len(odd) < _LEAST_WORDS:
        return Typing.UNICODE
    shares = {typing: _share(odd, typing) for typing in (Typing.TCVN3, Typing.VNI)}
    best = max(shares, key=lambda typing: shares[typing])
    return best if shares[best] >= _share(odd, Typing.UNICODE) + _BETTER else Typing.UNICODE


def _share(words: Sequence[str], typing: Typing) -> float:
    return sum(is_syllable(to_unicode(word, typing)) for word in words) / len(words)
