# SPDX-License-Identifier: Apache-2.0
"""Which letter sequences can be a written Vietnamese syllable.

Onset + rhyme + tone, each from a closed set, with the spelling rules that bind them (c/k, g/gh, ng/ngh, qu,
gi) and the rule of tones: a syllable ending in a stop (c, ch, p, t) bears only sắc or nặng. A word that
breaks them is a misreading or a foreign or minority-language name; no lexicon is needed to see it.
Source: the orthography as described in Đoàn Thiện Thuật, *Ngữ âm tiếng Việt*; rare rhymes of names included.
"""

from __future__ import annotations

import re
from functools import cache

from ocr.text.folding import nfc, split_tone

_ONSETS = (
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_RHYME_TABLE = """
    a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et  ê êch êm ên ênh êp êt êu êng
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong
    ooc oong op ot  ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt
    uyn uynh uyp uyt uyu  ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
_RHYMES = frozenset(_RHYME_TABLE.split())
_AFTER_QU = frozenset({"y", "yên", "yêt", "ynh", "ych", "yn", "yt", "yp", "ôc", "ơ", "ơi", "ơn"}) | frozenset(
    rhyme for rhyme in _RHYMES if rhyme[0] in "aăâeê" or rhyme in ("i", "in", "inh", "it", "ich")
)
_GI_ALONE = frozenset({"gi", "gin", "gip", "git", "gich"})
_FRONT = frozenset("ieêy")
_CHECKED = ("c", "ch", "p", "t")
_STOP_TONES = frozenset({"\u0301", "\u0323"})
_WORD = re.compile(r"[^\W\d_]+")


@cache
def is_syllable(word: str) -> bool:
    """Whether ``word`` (any case, NFC or NFD) can be one written Vietnamese syllable."""
    bare, tones = split_tone(word)
    if len(tones) > 1:
        return False
    if bare in _GI_ALONE:
        return _tone_fits(bare, tones)
    return any(
        bare.startswith(onset) and _joins(onset, bare[len(onset) :]) and _tone_fits(bare, tones)
        for onset in _ONSETS
    )


def _tone_fits(bare: str, tones: str) -> bool:
    return not bare.endswith(_CHECKED) or tones in _STOP_TONES


def _joins(onset: str, rhyme: str) -> bool:
    if onset == "qu":
        return rhyme in _AFTER_QU
    if rhyme not in _RHYMES:
        return False
    front = rhyme[0] in _FRONT
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "g", "ng"):
        return not front
    if onset == "gi":
        return rhyme[0] not in "iy"
    if rhyme[0] == "y":
        return rhyme == "y" or onset == ""
    # Without an onset "iêu" is written "yêu"; "ia", "im", "in", "ích" do occur.
    return not (onset == "" and rhyme.startswith("iê"))


def syllable_share(text: str) -> float:
    """Share of the letter words of ``text`` that are possible syllables; 1.0 where it has none."""
    words = _WORD.findall(nfc(text))
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


_NUMBERLIKE = re.compile(r"[\d/.,:\-–()]+")


def word_plausibility(word: str) -> float:
    """How well one printed word fits Vietnamese writing, 0…1: a syllable, a number, an abbreviation, or
    neither.
    """
    core = nfc(word).strip(".,;:()'’\"“”")
    if not core:
        return 0.2
    if _NUMBERLIKE.fullmatch(core):
        return 1.0 if any(char.isdigit() for char in core) else 0.3
    parts = [part for part in re.split(r"[-–'’./]", core) if part]
    if any(not part.isalpha() for part in parts):
        return 0.2
    if all(is_syllable(part) for part in parts):
        return 1.0
    return 0.8 if core.isupper() and len(core) <= 5 else 0.4
