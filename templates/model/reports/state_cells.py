# SPDX-License-Identifier: Apache-2.0
"""What the state in a list of the one-stop system says of a dossier: read from the left as people write it,
part by part between punctuation.

The first part that says anything is the state, what follows tells why or what comes next. A part is
understood where each of its words is known; a word that nobody knows is never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from templates.files.datafiles import Frozen
from templates.model.reports.list_words import Syllables, clauses, syllables

OPEN = "open"
"""Not ended, whatever day of end stands beside it."""
WAITS = ""
"""There is a result that nobody was handed: ended if a day says so."""
OUTCOME_UNKNOWN = "unknown"
"""Ended, nobody knows how."""
_ENDED = "ended"
_SENT_BACK = "sent-back"
_GIVEN_BACK = "given-back"
_RESULT = "result"
_VAGUE = (_ENDED, _GIVEN_BACK, _RESULT)


@dataclass(frozen=True, slots=True)
class StateSaid:
    """``means``: how the dossier ended, OPEN, or WAITS (also where nothing is said of it, as by “quá hạn”);
    None where nobody knows. ``whole``: each word of it was understood; what is not says how a dossier ended
    only beside a day that says that it did.
    """

    means: str | None
    whole: bool = True


class _Kind(StrEnum):
    """What a known word does in a part."""

    SAYS = "says"
    NOTHING = "nothing"
    DENIES = "denies"
    PUTS_OFF = "puts-off"
    HANDS_OVER = "hands-over"
    PAYS = "pays"
    FEE = "fee"
    STEP = "step"
    ADDS = "adds"
    REASON = "reason"


_SAY_NOTHING = (_Kind.NOTHING, _Kind.PUTS_OFF, _Kind.FEE)


@dataclass(frozen=True, slots=True)
class _Word:
    syllables: Syllables
    kind: _Kind
    means: str = ""


@dataclass(slots=True)
class _Part:
    """What one part says: ``endings`` in order, or that the dossier is ``open``, ``waits`` to be handed over,
    or that something ``later`` is left; ``strange``: a word in it is not known.
    """

    endings: list[str] = field(default_factory=list)
    open: bool = False
    waits: bool = False
    later: bool = False
    strange: bool = False

    @property
    def says_nothing(self) -> bool:
        return not (self.endings or self.open or self.waits or self.later or self.strange)

    def ending(self) -> str:
        """How it ended: “kết thúc” and “đã trả” say less than what stands beside them."""
        return next((one for one in self.endings if one not in _VAGUE), self.endings[0])


class StateWords(Frozen):
    """The words of states.

    ``words``: by what they mean. ``nothing``: say nothing of it, as ``citizens`` and ``on_time`` do; work
    denied with the latter was late, no more. ``finishes``: say that what stands behind them is done, the
    dossier where nothing does; ``steps`` and what ``pays`` are no more than a part of the work. After one
    that ``denies`` nobody knows, but for what stands among the words. ``puts_off``: what stands after one of
    these has not happened; with a word that ``hands_over`` the dossier waits for no more than that, with one
    of money (``pays``) that is left after the end; what also means an end pays only before one of ``fees``.
    What a citizen ``fetches`` and has not yet is there. ``adds``: begin what says where, how, when or to whom
    something was done; ``reasons`` what says why, and so how a dossier ended. ``supplement``: what is sent
    back with this word beside it is nobody's end.
    """

    words: dict[str, tuple[str, ...]]
    nothing: tuple[str, ...]
    denies: tuple[str, ...]
    puts_off: tuple[str, ...]
    hands_over: tuple[str, ...]
    fetches: tuple[str, ...]
    citizens: tuple[str, ...]
    pays: tuple[str, ...]
    fees: tuple[str, ...]
    finishes: tuple[str, ...]
    steps: tuple[str, ...]
    on_time: tuple[str, ...]
    adds: tuple[str, ...]
    reasons: tuple[str, ...]
    supplement: str

    def said(self, cell: str) -> StateSaid:
        """What a cell says."""
        if cell.isdecimal():
            return StateSaid(self._numbers.get(cell))
        parts = [part for one in clauses(cell) if not (part := self._part(one)).says_nothing]
        said = _together(parts)
        if said.means in (_SENT_BACK, _GIVEN_BACK):
            if syllables(cell).places(self.supplement):
                return StateSaid(None)
            how = "refused" if said.means == _SENT_BACK else OUTCOME_UNKNOWN
            return StateSaid(how, said.whole)
        return StateSaid(OUTCOME_UNKNOWN, said.whole) if said.means == _ENDED else said

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        return {word: means for means, words in self.words.items() for word in words if word.isdecimal()}

    @cached_property
    def _longest_first(self) -> Sequence[_Word]:
        kinds = {
            _Kind.NOTHING: (*self.nothing, *self.citizens, *self.on_time),
            _Kind.DENIES: self.denies,
            _Kind.PUTS_OFF: self.puts_off,
            _Kind.HANDS_OVER: (*self.hands_over, *self.fetches),
            _Kind.PAYS: self.pays,
            _Kind.FEE: self.fees,
            _Kind.STEP: self.steps,
            _Kind.ADDS: self.adds,
            _Kind.REASON: self.reasons,
        }
        found = [_Word(syllables(word), kind) for kind, words in kinds.items() for word in words]
        found += [
            _Word(syllables(word), _Kind.SAYS, means) for means, words in self.words.items() for word in words
        ]
        return sorted(found, key=lambda one: len(one.syllables.plain), reverse=True)

    def _word(self, told: Syllables, at: int, part: _Part) -> _Word | None:
        """The longest known word that stands at a place; one that adds something needs what it is added to,
        so at the beginning an unmarked “cho” is “chờ”.
        """
        if (late := self._late(told, at)) is not None:
            return late
        for one in self._longest_first:
            adds = one.kind in (_Kind.ADDS, _Kind.REASON)
            if adds and not (part.endings or part.waits or part.later):
                continue
            if not told.begins(one.syllables, at, self.puts_off):
                continue
            if one.kind is not _Kind.PAYS or self._pays(one, told, at):
                return one
        return None

    def _pays(self, word: _Word, told: Syllables, at: int) -> bool:
        """Whether a word of paying is one here: “đóng” also closes, and pays where a fee stands behind it."""
        if word.syllables.plain not in self._ends:
            return True
        return any(
            told.begins(syllables(fee), place, ())
            for fee in self.fees
            for place in range(at, len(told.plain))
        )

    @cached_property
    def _ends(self) -> Sequence[Sequence[str]]:
        return [syllables(word).plain for words in self.words.values() for word in words]

    def _late(self, told: Syllables, at: int) -> _Word | None:
        """Work denied to have been on time, as one word that says nothing: “không giải quyết đúng hạn”."""
        if not self._stands(self.denies, told, at):
            return None
        place = at + 1
        while place < len(told.plain):
            on_time = self._stands(self.on_time, told, place)
            word = self._word(told, place, _Part())
            if word is None:
                return None
            work = word.kind in (_Kind.NOTHING, _Kind.HANDS_OVER) or word.means == _RESULT
            place += len(word.syllables.plain)
            if on_time:
                return _Word(Syllables(told.marked[at:place], told.plain[at:place]), _Kind.NOTHING)
            if not work:
                return None
        return None

    def _stands(self, words: Sequence[str], told: Syllables, at: int) -> bool:
        return any(told.begins(syllables(word), at, self.puts_off) for word in words)

    def _part(self, told: Syllables) -> _Part:
        part, at = _Part(), 0
        while at < len(told.plain):
            word = self._word(told, at, part)
            if word is None:
                part.strange = True
                at += 1
                continue
            at += len(word.syllables.plain)
            match word.kind:
                case _Kind.ADDS:
                    break
                case _Kind.DENIES:
                    part.strange = True
                    break
                case _Kind.REASON:
                    part.endings += self._reasons(told, at)
                    break
                case _Kind.PUTS_OFF:
                    self._put_off(part, word, told, at)
                    break
                case _Kind.SAYS if word.means == OPEN:
                    part.open, part.endings = True, []
                    break
                case _Kind.SAYS if word.means == _RESULT and (less := self._less(word, told, at)):
                    part.later = part.later or less is _Kind.STEP
                    part.strange = part.strange or less is _Kind.DENIES
                case _Kind.STEP:
                    part.later, part.strange = True, part.strange or bool(part.endings)
                case _Kind.SAYS if not part.strange or part.endings:
                    # What a strange word stands before says nothing.
                    part.endings.append(word.means)
                case _Kind.HANDS_OVER | _Kind.PAYS if not part.endings:
                    part.waits = part.waits or word.kind is _Kind.HANDS_OVER
                    part.later = True
        return part

    def _less(self, word: _Word, told: Syllables, at: int) -> _Kind | None:
        """What makes a word of a result less than one, by what stands right behind it: STEP where a step is
        done and the work goes on, DENIES where nobody knows what is done; None where it is a result.
        """
        if at >= len(told.plain):
            return None
        behind = self._word(told, at, _Part(endings=[_RESULT]))
        if not any(word.syllables.plain == syllables(one).plain for one in self.finishes):
            return _Kind.DENIES if behind is not None and behind.kind is _Kind.STEP else None
        if behind is None:
            return _Kind.DENIES
        return _Kind.STEP if behind.kind in (_Kind.STEP, _Kind.PAYS, _Kind.FEE) else None

    def _put_off(self, part: _Part, word: _Word, told: Syllables, at: int) -> None:
        """What was put off: handing over or paying, which leaves nothing else open, or the work itself."""
        words = [word, *self._from(told, at, part)]
        after = [one for one in words if one is None or one.kind not in _SAY_NOTHING]
        first = after[0] if after else None
        kind = first.kind if first is not None else None
        if first is not None and first.means == _GIVEN_BACK:
            kind = _Kind.HANDS_OVER
        not_yet = any(one is not None and one.syllables.plain[0] == "chua" for one in words)
        if kind in (_Kind.HANDS_OVER, _Kind.PAYS):
            there = not not_yet or self._not_fetched(first, words, told)
            part.waits = part.waits or (kind is _Kind.HANDS_OVER and there)
            part.later = True
        else:
            part.open, part.endings = True, []

    def _not_fetched(self, first: _Word | None, words: Sequence[_Word | None], told: Syllables) -> bool:
        """Whether a citizen has not fetched yet what is there; a step's result is the office's to receive."""
        fetches = first is not None and any(
            first.syllables.plain == syllables(one).plain for one in self.fetches
        )
        steps = any(one is not None and one.kind is _Kind.STEP for one in words)
        return fetches and not steps and any(told.places(one) for one in self.citizens)

    def _from(self, told: Syllables, at: int, part: _Part) -> Iterator[_Word | None]:
        """The words from a place on; None for a syllable that is none."""
        while at < len(told.plain):
            word = self._word(told, at, part)
            yield word
            at += 1 if word is None else len(word.syllables.plain)

    def _reasons(self, told: Syllables, at: int) -> Iterator[str]:
        """How a dossier ended by the reason that is given, where it is among the known words."""
        for word in self._from(told, at, _Part()):
            if word is None or word.kind in (_Kind.PUTS_OFF, _Kind.DENIES):
                return
            if word.kind is _Kind.SAYS and word.means not in (OPEN, *_VAGUE):
                yield word.means


def _together(parts: Sequence[_Part]) -> StateSaid:
    """What several parts say together; the first says what the state is."""
    if not parts:
        return StateSaid(WAITS)
    head, rest = parts[0], parts[1:]
    later = [part for part in rest if part.endings and not part.open]
    back = _SENT_BACK in head.endings or _GIVEN_BACK in head.endings
    if head.open or (back and any(part.open for part in rest)):
        return StateSaid(OPEN)
    strange = any(part.strange or part.open for part in parts)
    if head.endings or later:
        first = head if head.endings else later[0]
        how = first.ending()
        if how in _VAGUE:
            how = next((part.ending() for part in later if part.ending() not in _VAGUE), how)
        return StateSaid(how, not strange)
    if head.strange:
        return StateSaid(None)
    return StateSaid(WAITS if head.waits else OPEN)
