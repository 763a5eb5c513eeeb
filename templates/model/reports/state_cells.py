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
_VAGUE = (_ENDED, "result")


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
    ADDS = "adds"
    REASON = "reason"


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

    ``words``: by what they mean. ``nothing``: say nothing of it. After one that ``denies`` nobody knows, but
    for what stands among the words. ``puts_off``: what stands after one of these has not happened; with a
    word that ``hands_over`` the dossier waits for no more than that, with one of money (``pays``) that is
    left after the end. ``adds``: begin what says where, how, when or to whom something was done; ``reasons``
    what says why, and so how a dossier ended. ``supplement``: what is sent back with this word beside it is
    nobody's end.
    """

    words: dict[str, tuple[str, ...]]
    nothing: tuple[str, ...]
    denies: tuple[str, ...]
    puts_off: tuple[str, ...]
    hands_over: tuple[str, ...]
    pays: tuple[str, ...]
    adds: tuple[str, ...]
    reasons: tuple[str, ...]
    supplement: str

    def said(self, cell: str) -> StateSaid:
        """What a cell says."""
        if cell.isdecimal():
            return StateSaid(self._numbers.get(cell))
        parts = [part for one in clauses(cell) if not (part := self._part(one)).says_nothing]
        said = _together(parts)
        if said.means == _SENT_BACK:
            supplement = syllables(cell).places(self.supplement)
            return StateSaid(None) if supplement else StateSaid("refused", said.whole)
        return StateSaid(OUTCOME_UNKNOWN, said.whole) if said.means == _ENDED else said

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        return {word: means for means, words in self.words.items() for word in words if word.isdecimal()}

    @cached_property
    def _longest_first(self) -> Sequence[_Word]:
        kinds = {
            _Kind.NOTHING: self.nothing,
            _Kind.DENIES: self.denies,
            _Kind.PUTS_OFF: self.puts_off,
            _Kind.HANDS_OVER: self.hands_over,
            _Kind.PAYS: self.pays,
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
        for one in self._longest_first:
            adds = one.kind in (_Kind.ADDS, _Kind.REASON)
            if adds and not (part.endings or part.waits or part.later):
                continue
            if told.begins(one.syllables, at, self.puts_off):
                return one
        return None

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
                case _Kind.SAYS if not part.strange or part.endings:
                    # What a strange word stands before says nothing.
                    part.endings.append(word.means)
                case _Kind.HANDS_OVER | _Kind.PAYS if not part.endings:
                    part.waits = part.waits or word.kind is _Kind.HANDS_OVER
                    part.later = True
        return part

    def _put_off(self, part: _Part, word: _Word, told: Syllables, at: int) -> None:
        """What was put off: handing over or paying, which leaves nothing else open, or the work itself."""
        words = [word, *self._from(told, at, part)]
        after = [one for one in words if one is None or one.kind not in (_Kind.NOTHING, _Kind.PUTS_OFF)]
        kind = after[0].kind if after and after[0] is not None else None
        not_yet = any(one is not None and one.syllables.plain[0] == "chua" for one in words)
        if kind in (_Kind.HANDS_OVER, _Kind.PAYS):
            part.waits = part.waits or (kind is _Kind.HANDS_OVER and not not_yet)
            part.later = True
        else:
            part.open, part.endings = True, []

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
    if head.open or (_SENT_BACK in head.endings and any(part.open for part in rest)):
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
