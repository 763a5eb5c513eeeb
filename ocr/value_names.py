"""Names of people, addresses and free text: kept as printed, judged by how Vietnamese words are built."""

from __future__ import annotations

import re
from functools import cache

from ocr.folding import fold, nfc, text_key
from ocr.normalised import EMPTY, Normalised, clean
from ocr.syllables import is_syllable
from templates.catalogue import load_catalogue

# Only to notice a family name whose diacritics were misread (NGUYÊN), never to mend one.
_FAMILY_NAME_TABLE = """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Lí Đào Đoàn Vương Trịnh
    Trương Lâm Phùng Mai Tô Hà Tạ Cao Tăng Lương Châu Thái Tống Quách Lưu Triệu Đinh Đàm Giang Kiều
    Nghiêm Chu Từ Thạch Sơn Kim Danh Lò Quàng Cà Vừ Giàng Sùng Vàng Hạng Lầu Mùa Thào Hờ Lục Nông Bế
    Ma Vi Hứa La Lã Lại Âu Ông Cù Khuất Khổng Doãn Bạch Tiêu Mạc Phí Nhâm Văn Viên Ninh Ngụy Đồng
    Đổng Thân Tôn Trà Tòng Lường Cầm Bạc Đèo Bàn Tẩn Chảo Lù Lèng Sầm Chung Diệp Du Dư Mã Thi Quan
    Quảng Uông Ứng Xa Phó Tán Tất Đường Đậu Đới Hàn Hàng Khúc Khương Lữ Mẫn Ngọc Trang Tưởng Vòng
"""
_FAMILY_NAMES = tuple(_FAMILY_NAME_TABLE.split())
_MIDDLE_NAMES = ("Thị", "Văn")
# Words of Jrai, Ede, Bahnar and Mnong names, which no rule of Vietnamese spelling covers.
_HIGHLAND_TABLE = """
    ksor kpă rmah mah rah rơ rcom rô hlong niê êban ayun kbuôr mlô yă bkrông adrơng kdoh krông puih byă
    ktla knul hwing êñuôl enuôl hmok hđơk bdap kmăn ndu dak kră srê sir bya drong
"""
_HIGHLAND_NAMES = frozenset(_HIGHLAND_TABLE.split())
_TITLES = re.compile(
    r"^(?:(?:bác sĩ|bs|nữ hộ sinh|hộ sinh|y sĩ|y tá|điều dưỡng|cử nhân|ông|bà)\b[.:,]?\s*)+", re.IGNORECASE
)
_NOT_IN_NAMES = re.compile(r"[^\w\s'’.\-]|[\d_]")
_LETTERS = re.compile(r"[^\W\d_]+")


def normalise_name(raw: str) -> Normalised:
    """A person's name as printed; letters only, usually two words or more."""
    text = clean(raw)
    letters = _LETTERS.findall(_TITLES.sub("", text))
    if not letters:
        return EMPTY if not text else Normalised(None, 0.0, "no letters")
    odd = len(_NOT_IN_NAMES.findall(text))
    share = sum(map(_in_names, letters)) / len(letters)
    factors = {
        "odd characters": max(0.1, 0.5 - 0.1 * odd) if odd else 1.0,
        "fewer than two words": 0.5 if len(letters) < 2 else 1.0,
        "more than six words": 0.4 if len(letters) > 6 else 1.0,
        "not written like Vietnamese": 0.5 + 0.5 * share if share < 1 else 1.0,
        "case mixed within a word": 0.5 if any(map(_mixed, letters)) else 1.0,
        "diacritics unusual for a family name": _accent_factor(letters),
    }
    plausibility = 1.0
    for factor in factors.values():
        plausibility *= factor
    return Normalised(text, plausibility, next((note for note, factor in factors.items() if factor < 1), ""))


def _in_names(word: str) -> bool:
    """A Vietnamese syllable, a highland name's word, or the particle ``H'``, ``Y``, ``A`` of such names."""
    return is_syllable(word) or word.lower() in _HIGHLAND_NAMES or word in ("H", "K")


def _mixed(word: str) -> bool:
    """``NgUyễn``, ``THị``: neither all capitals, all small, nor a capital first."""
    return not (word.isupper() or word.islower() or (word[0].isupper() and word[1:].islower()))


def _accent_factor(words: list[str]) -> float:
    """Doubt where the first or a middle word equals a common one but for its diacritics."""
    first = 0.45 if _differs(words[0], _FAMILY_NAMES) else 1.0
    middle = 0.6 if any(_differs(word, _MIDDLE_NAMES) for word in words[1:-1]) else 1.0
    return first * middle


def _differs(word: str, names: tuple[str, ...]) -> bool:
    exact, loose = _name_keys(names)
    return fold(word) in loose and text_key(word) not in exact


@cache
def _name_keys(names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(text_key, names)), frozenset(map(fold, names))


_UNIT_WORDS = re.compile(r"^(?:tỉnh|thành phố|tp\.?|t\.p\.?)\s*", re.IGNORECASE)


# Words that stand before a number in addresses; with other marks ("Tố 4") they were misread.
_BEFORE_NUMBERS = (
    "Tổ",
    "Số",
    "Ngõ",
    "Ngách",
    "Hẻm",
    "Khu phố",
    "Ấp",
    "Thôn",
    "Xóm",
    "Đội",
    "Quận",
    "Phường",
    "Đường",
)
_NUMBERED = re.compile(r"([^\W\d_]+(?: phố)?) \d", re.IGNORECASE)


def normalise_address(raw: str) -> Normalised:
    """An address as printed; doubtful where the marks of a province or of a word like ``Tổ`` look wrong."""
    found = normalise_text(raw)
    if not found.value:
        return found
    factor, note = 1.0, found.note
    if _misspelt_province(found.value):
        factor, note = 0.4, "diacritics of the province differ"
    if any(_differs(word, _BEFORE_NUMBERS) for word in _NUMBERED.findall(found.value)):
        factor, note = 0.5 * factor, "diacritics unusual before a number"
    if any(_mixed(word) for word in _LETTERS.findall(found.value)):
        factor, note = 0.5 * factor, "case mixed within a word"
    return Normalised(found.value, found.plausibility * factor, note)


def names_province(address: str) -> bool:
    """Whether the last part of ``address`` is a province of the old or the new list."""
    return text_key(_last_part(address)) in _provinces()[0]


def _misspelt_province(address: str) -> bool:
    exact, loose = _provinces()
    province = _last_part(address)
    return text_key(province) not in exact and fold(province) in loose


def _last_part(address: str) -> str:
    return _UNIT_WORDS.sub("", address.split(",")[-1].strip())


@cache
def _provinces() -> tuple[frozenset[str], frozenset[str]]:
    codes = load_catalogue().codes
    entries = (*codes.provinces_63.entries, *codes.provinces_34.entries)
    names = [_UNIT_WORDS.sub("", nfc(name)) for entry in entries for name in (entry.name, *entry.aliases)]
    return frozenset(map(text_key, names)), frozenset(map(fold, names))


def normalise_text(raw: str) -> Normalised:
    """Free text as printed; plausibility falls with words that can't be Vietnamese and with stray signs."""
    text = clean(raw)
    if not text:
        return EMPTY
    capitals = text.isupper()
    words = [word for word in _LETTERS.findall(text) if not _abbreviation(word, capitals)]
    share = sum(map(is_syllable, words)) / len(words) if words else 1.0
    strange = sum(not (c.isalnum() or c.isspace() or c in ",.;:/()-–'\"’+&%°") for c in text)
    plausibility = (0.4 + 0.6 * share) * max(0.3, 1.0 - 0.15 * strange)
    note = "odd characters" if strange else "words not written like Vietnamese" if share < 1 else ""
    return Normalised(text, plausibility, note)


def _abbreviation(word: str, capitals: bool) -> bool:
    """``TP``, ``HCM``, ``UBND``: capitals that no word of the text must be; ``capitals``: all the text is."""
    if not word.isupper() or not word.isascii():
        return False
    return len(word) <= 2 or not set(word) & set("AEIOUY") or (not capitals and len(word) <= 5)
