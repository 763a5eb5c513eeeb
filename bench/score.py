# SPDX-License-Identifier: Apache-2.0
"""Scoring what a program read against the truth: pure functions, and a small command.

    python -m bench.score --truth FOLDER_OR_TRUTH.json --read READ.json [--all]

Two values are the same if they are equal after NFC, white space folded, case ignored, ``hoà`` = ``hòa``.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from bench.truth import PageId, ReadPage, TruePage, load_reading, load_truth, paired

SURE = 0.9
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_TONE = re.compile(rf"(o(?=[{_TONES}][ae])|u(?=[{_TONES}]y))([{_TONES}])([aey])(?![\w\u0300-\u036f])")


def folded(text: str) -> str:
    """The form in which two values are compared."""
    text = unicodedata.normalize("NFD", " ".join(text.split()).casefold())
    return unicodedata.normalize("NFC", _OLD_TONE.sub(r"\1\3\2", text))


def same(key: str, left: str, right: str) -> bool:
    """Whether two values of field ``key`` are the same; a count of copies may carry a leading zero."""
    if key == "copies.count":
        left, right = left.lstrip("0"), right.lstrip("0")
    return folded(left) == folded(right)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One value that is wrong, missing or invented."""

    file: str
    page: int
    key: str
    what: str
    truth: str
    read: str
    confidence: float | None


@dataclass(slots=True)
class Score:
    """Counts over many pages; the shares are derived from them."""

    pages: int = 0
    kinds: int = 0
    kinds_right: int = 0
    turns: int = 0
    turns_right: int = 0
    typed: int = 0
    exact: int = 0
    wrong: int = 0
    missing: int = 0
    invented: int = 0
    characters: int = 0
    edits: int = 0
    hand: int = 0
    hand_given: int = 0
    hand_exact: int = 0
    sure: int = 0
    sure_wrong: int = 0
    mistakes: list[Mistake] = field(default_factory=list)

    def shares(self) -> dict[str, float | None]:
        """What a table shows; None where there was nothing to count."""
        return {
            "kind_accuracy": _share(self.kinds_right, self.kinds),
            "rotation_accuracy": _share(self.turns_right, self.turns),
            "exact": _share(self.exact, self.typed),
            "character_error": _share(self.edits, self.characters),
            "missing": _share(self.missing, self.typed),
            "wrong": _share(self.wrong, self.typed),
            "invented_per_page": _share(self.invented, self.pages),
            "sure_share": _share(self.sure, self.exact + self.wrong + self.invented + self.hand_given),
            "sure_wrong": _share(self.sure_wrong, self.sure),
        }

    def as_json(self) -> dict[str, object]:
        """Counts and shares, without the mistakes."""
        counts = {key: value for key, value in asdict(self).items() if key != "mistakes"}
        return {**self.shares(), "counts": counts}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def score_pages(pairs: dict[PageId, tuple[TruePage, ReadPage | None]]) -> Score:
    """Score every pair of truth and reading; an unread page misses all its values."""
    score = Score()
    for (file, page), (true, read) in pairs.items():
        _score_page(score, file, page, true, read or ReadPage("", None))
    return score


def _score_page(score: Score, file: str, page: int, true: TruePage, read: ReadPage) -> None:
    score.pages += 1
    if true.kind:
        score.kinds += 1
        score.kinds_right += true.kind == read.kind
    if true.rotation is not None and read.rotation is not None:
        score.turns += 1
        score.turns_right += true.rotation == read.rotation
    for key in sorted(true.fields.keys() | read.fields.keys()):
        _score_field(score, (file, page, key), true, read)


def _score_field(score: Score, place: tuple[str, int, str], true: TruePage, read: ReadPage) -> None:
    wanted, given = true.fields.get(place[2]), read.fields.get(place[2])
    right = bool(wanted and given and same(place[2], wanted.value, given.value))
    if given and given.confidence is not None and given.confidence >= SURE:
        score.sure += 1
        score.sure_wrong += not right
    if wanted and wanted.hand:
        score.hand += 1
        score.hand_given += given is not None
        score.hand_exact += right
        what = "hand" if given and not right else ""
    elif wanted:
        what = _count_typed(score, wanted.value, given.value if given else None, right)
    else:
        score.invented += 1
        what = "invented"
    if what:
        text = given.value if given else ""
        sure = given.confidence if given else None
        score.mistakes.append(Mistake(*place, what, wanted.value if wanted else "", text, sure))


def _count_typed(score: Score, wanted: str, given: str | None, right: bool) -> str:
    score.typed += 1
    score.characters += len(folded(wanted))
    if right:
        score.exact += 1
        return ""
    score.edits += min(Levenshtein.distance(folded(wanted), folded(given or "")), len(folded(wanted)))
    if given is None:
        score.missing += 1
        return "missing"
    score.wrong += 1
    return "wrong"


def mistakes_by_field(mistakes: Iterable[Mistake]) -> list[tuple[str, Counter[str]]]:
    """Fields with how often which mistake was made, worst first."""
    counts: dict[str, Counter[str]] = {}
    for mistake in mistakes:
        counts.setdefault(mistake.key, Counter())[mistake.what] += 1
    return sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))


def _print_text(score: Score, whole: bool) -> None:
    for name, share in score.shares().items():
        print(f"{name:20} {share}")
    hand = f"hand {score.hand}, given {score.hand_given}"
    print(f"{'typed values':20} {score.typed}   {hand}   pages {score.pages}")
    for key, counts in mistakes_by_field(score.mistakes):
        print(f"\n{key}: " + ", ".join(f"{what} {n}" for what, n in counts.items()))
        mine = [m for m in score.mistakes if m.key == key]
        for m in mine if whole else mine[:6]:
            print(f"  {m.what:8} {m.confidence if m.confidence is not None else '':<6} {m.file}:{m.page}")
            print(f"     truth {m.truth!r}\n     read  {m.read!r}")


def main() -> None:
    """Score a saved output of ``sohoa read --json``."""
    parser = argparse.ArgumentParser(description="Score sohoa read --json against the truth")
    parser.add_argument(
        "--truth", type=Path, required=True, help="folder of scans with truth, or a truth.json"
    )
    parser.add_argument("--read", type=Path, required=True, help="output of sohoa read --json")
    parser.add_argument("--all", action="store_true", help="list every mistake, not six a field")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only-read", action="store_true", help="score only files that were read")
    args = parser.parse_args()
    pairs = paired(load_truth(args.truth), load_reading(json.loads(args.read.read_text("utf-8"))))
    if args.only_read:
        pairs = {place: pair for place, pair in pairs.items() if pair[1] is not None}
    score = score_pages(pairs)
    if args.json:
        print(json.dumps(score.as_json(), ensure_ascii=False, indent=1))
    else:
        _print_text(score, args.all)


if __name__ == "__main__":
    main()
