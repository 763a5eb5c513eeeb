# SPDX-License-Identifier: Apache-2.0
"""Align the skeleton of a form with the labels found on a page.

The longest-path alignment picks, among all label candidates, the chain that runs forward both in the
skeleton and on the page and weighs most. A missed label costs little, so the labels after it still find
their place; that is what tells the mother's "Dân tộc" from the father's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ocr.forms.labels import Occurrence
from templates.model.document_types import FieldType, LabelSpec

_SKIP_COST = 0.06
_INLINE_SKIP_COST = 0.02
_SURE = 0.9
_LINES_TO_OPENING = 3
"""An inline label that opens its line may stand so many lines below its predecessor, whose value ran over."""

_OPENING = 2
"""Stray signs before a label that opens its line."""

_NUMBERING = 6
"""Characters before a closing label that may be its number: "(1) Ghi rõ …"."""


@dataclass(frozen=True)
class Alignment:
    """The chosen labels as they stand on the page, their total weight, and the share of the skeleton's labels
    found (0…1). ``strays`` are labels that stand where the skeleton has others: no value runs through them.
    ``contested`` are fields whose answers may be another person's, or another line's.
    """

    labels: tuple[Occurrence, ...]
    weight: float
    coverage: float
    strays: tuple[Occurrence, ...] = ()
    contested: frozenset[str] = frozenset()


_EXCHANGED_COST = 0.6
"""What a page loses whose people stand the other way round: a print that has them so fits better."""


def align(found: Sequence[Occurrence], skeleton: Sequence[LabelSpec]) -> Alignment:
    """The heaviest forward chain through ``found``."""
    if not found:
        return Alignment((), 0.0, 0.0)
    aligned = _forward(found, skeleton)
    for order in _exchanged(found, skeleton):
        there = {item: place for place, item in enumerate(order)}
        moved = _forward([replace(o, item=there[o.item]) for o in found], [skeleton[item] for item in order])
        if moved.weight - _EXCHANGED_COST > aligned.weight:
            aligned = replace(
                moved,
                labels=tuple(replace(o, item=order[o.item]) for o in moved.labels),
                strays=tuple(replace(o, item=order[o.item]) for o in moved.strays),
                weight=moved.weight - _EXCHANGED_COST,
            )
    return aligned


def _forward(found: Sequence[Occurrence], skeleton: Sequence[LabelSpec]) -> Alignment:
    nodes = _before_the_notes(sorted(found, key=lambda o: (o.line, o.start, o.end, o.item)), skeleton)
    best, back = _longest_path(nodes, skeleton)
    chain = _trace(nodes, back, int(np.argmax(best)))
    expected = sum(not item.inline for item in skeleton)
    met = sum(not skeleton[label.item].inline for label in chain)
    chain += _out_of_order(chain, nodes, skeleton)
    chain.sort(key=_begins)
    strays = _strays(chain, nodes, skeleton)
    contested = _strangers_in(chain, strays, skeleton) | _said_twice(chain, strays, skeleton)
    contested |= _perhaps_the_neighbours(chain, skeleton)
    return Alignment(tuple(chain), float(best.max()), met / max(1, expected), strays, contested)


def _exchanged(found: Sequence[Occurrence], skeleton: Sequence[LabelSpec]) -> list[list[int]]:
    """Orders of the skeleton in which two people of whom the same is asked, one behind the other, have
    changed places: those that the page's firm headings have so.
    """
    orders = []
    heads = [n for n, item in enumerate(skeleton) if _role(item) and _block(n, skeleton)[0] == n]
    for one, other in pairwise(heads):
        last, end = _block(one, skeleton)[1], _block(other, skeleton)[1]
        asked = [[item.label for item in skeleton[a + 1 : b + 1]] for a, b in ((one, last), (other, end))]
        first, second = ([_begins(o) for o in found if o.item == n and o.firm] for n in (one, other))
        if other == last + 1 and asked[0] == asked[1] and first and second and min(second) < max(first):
            blocks = [*range(other, end + 1), *range(one, last + 1)]
            orders.append([*range(one), *blocks, *range(end + 1, len(skeleton))])
    return orders


def _strangers_in(
    chain: Sequence[Occurrence], strays: Sequence[Occurrence], skeleton: Sequence[LabelSpec]
) -> frozenset[str]:
    """The fields of two people where the label of one alone was left out and the next label is the other's:
    what follows may be the former's.
    """
    taken = {label.item for label in chain}
    roles: set[str | None] = set()
    for stray in strays:
        role = _role(skeleton[stray.item])
        same = {_role(skeleton[o.item]) for o in strays if _begins(o) == _begins(stray)}
        after = next((_role(skeleton[o.item]) for o in chain if _begins(o) > _begins(stray)), None)
        if role and len(same) == 1 and stray.item not in taken and after and after != role:
            roles |= {role, after}
    return frozenset(item.field for item in skeleton if item.field and _role(item) in roles)


def _perhaps_the_neighbours(chain: Sequence[Occurrence], skeleton: Sequence[LabelSpec]) -> frozenset[str]:
    """The fields of two people where a question that both are asked was met once, and may have been put to
    either: all of them where the second's heading was not read; else that question's, where it stands right
    above this heading, for it may be a line of the second's that an office put there.
    """
    met = {label.item: _begins(label) for label in chain}
    found: set[int] = set()
    for first, second in _neighbours(skeleton):
        heading, *answers = second.values()
        if met.keys().isdisjoint(answers):
            continue
        once = {
            label for label in first.keys() & second.keys() if (first[label] in met) != (second[label] in met)
        }
        once.discard(skeleton[heading].label)
        if once and heading not in met:
            found.update(first.values(), second.values())
        for number in sorted(met.keys() & set(first.values()), key=met.__getitem__, reverse=True):
            if skeleton[number].label not in once:
                break
            found.update((number, second[skeleton[number].label]))
    return frozenset(key for n in found if (key := skeleton[n].field))


def _neighbours(skeleton: Sequence[LabelSpec]) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """The items of two people one behind the other, by their labels; the heading asks their name."""
    heads = [n for n, item in enumerate(skeleton) if _role(item) and _block(n, skeleton)[0] == n]
    for one, other in pairwise(heads):
        last, end = _block(one, skeleton)[1], _block(other, skeleton)[1]
        if other == last + 1 and skeleton[one].type is skeleton[other].type is FieldType.NAME:
            yield (
                {skeleton[n].label: n for n in range(one, last + 1)},
                {skeleton[n].label: n for n in range(other, end + 1)},
            )


def _said_twice(
    chain: Sequence[Occurrence], strays: Sequence[Occurrence], skeleton: Sequence[LabelSpec]
) -> frozenset[str]:
    """Fields that two labels of one person's lines may ask for: "Nơi cư trú", "Nơi ở hiện nay". What is said
    of an identity paper may well be said in two lines.
    """
    taken = {label.item for label in chain}
    found = set()
    for stray in strays:
        item = skeleton[stray.item]
        before = [o for o in chain if _begins(o) < _begins(stray)]
        near = bool(before) and _role(skeleton[before[-1].item]) == _role(item)
        if item.field and stray.item in taken and near and item.type is not FieldType.ID_DOCUMENT:
            found.add(item.field)
    return frozenset(found)


def _out_of_order(
    chain: Sequence[Occurrence], nodes: Sequence[Occurrence], skeleton: Sequence[LabelSpec]
) -> list[Occurrence]:
    """Labels that the chain lacks but that stand once, and firmly, among those of the same person, or right
    under them: offices that retype a form exchange its lines. What stands before a person's lines, or farther
    below, may be another's.
    """
    taken = {label.item for label in chain}
    missing = [n for n, item in enumerate(skeleton) if n not in taken and item.field and not item.inline]
    found: list[Occurrence] = []
    for number in missing:
        first, last = _block(number, skeleton)
        own = [o for o in chain if first <= o.item <= last]
        if not own:
            continue
        low, end = min(map(_begins, own)), max(o.last for o in own)
        high = min((_begins(o) for o in chain if o.item > last), default=(10**6, 0))
        within = [
            o
            for o in nodes
            if o.item == number
            and o.firm
            and low <= _begins(o) < high
            and (o.line <= end or not _anything_between(end, o, nodes))
            and not _crosses(o, [*chain, *found])
        ]
        if len(within) == 1:
            found += within
    return found


_RUNS_OVER = 2
"""So many lines the last value of a person may have before the next label."""


def _anything_between(last: int, one: Occurrence, nodes: Sequence[Occurrence]) -> bool:
    """Whether line ``last`` and ``one`` under it are parted by more than a value that runs over."""
    within = any(last < o.line < one.line and o.firm for o in nodes)
    return within or one.line - last > _RUNS_OVER


def _block(number: int, skeleton: Sequence[LabelSpec]) -> tuple[int, int]:
    """The first and the last item about the person (or the thing) that item ``number`` is about."""
    role = _role(skeleton[number])
    first = last = number
    while first > 0 and _role(skeleton[first - 1]) == role:
        first -= 1
    while last + 1 < len(skeleton) and _role(skeleton[last + 1]) == role:
        last += 1
    return first, last


def _role(item: LabelSpec) -> str | None:
    return None if item.field is None else item.field.rpartition(".")[0]


def _strays(
    chain: Sequence[Occurrence], nodes: Sequence[Occurrence], skeleton: Sequence[LabelSpec]
) -> tuple[Occurrence, ...]:
    """Firm labels that nothing was made of, for each item that may be meant."""
    return tuple(
        node for node in nodes if node.firm and not skeleton[node.item].inline and not _crosses(node, chain)
    )


def _crosses(one: Occurrence, others: Sequence[Occurrence]) -> bool:
    return any(_begins(one) < _ends(o) and _begins(o) < _ends(one) for o in others)


def _begins(one: Occurrence) -> tuple[int, int]:
    return one.line, one.start


def _ends(one: Occurrence) -> tuple[int, int]:
    return one.last, one.end


def _before_the_notes(nodes: Sequence[Occurrence], skeleton: Sequence[LabelSpec]) -> list[Occurrence]:
    """Nothing under the first sure closing label counts: the notes there repeat the labels of the form."""
    closing = [
        o.line for o in nodes if skeleton[o.item].closes and o.similarity >= _SURE and o.start <= _NUMBERING
    ]
    last = min(closing, default=None)
    return [o for o in nodes if last is None or o.line <= last]


def _longest_path(
    nodes: Sequence[Occurrence], skeleton: Sequence[LabelSpec]
) -> tuple[np.ndarray, np.ndarray]:
    skip = np.concatenate([[0], np.cumsum([_INLINE_SKIP_COST if i.inline else _SKIP_COST for i in skeleton])])
    line = np.array([o.line for o in nodes])
    last = np.array([o.last for o in nodes])
    start = line * 4096 + np.array([o.start for o in nodes])
    end = last * 4096 + np.array([o.end for o in nodes])
    item = np.array([o.item for o in nodes])
    heads = _heads(skeleton)
    best = np.zeros(len(nodes))
    back = np.full(len(nodes), -1)
    for n, node in enumerate(nodes):
        reached = (item[:n] < node.item) & (end[:n] <= start[n])
        inline = skeleton[node.item].inline
        if inline:
            reach = _LINES_TO_OPENING if node.start <= _OPENING else 1
            reached &= (line[n] - last[:n] <= reach) & (item[:n] >= heads[node.item])
        gains = np.where(reached, best[:n] - (skip[node.item] - skip[item[:n] + 1]), -np.inf)
        opening = -np.inf if inline else -skip[node.item]
        prior = int(np.argmax(gains)) if n else -1
        if prior >= 0 and gains[prior] >= opening:
            back[n] = prior
            opening = gains[prior]
        best[n] = node.weight + opening
    return best, back


def _heads(skeleton: Sequence[LabelSpec]) -> list[int]:
    """For each item the last item before it that is not inline: the label an inline one must come after."""
    heads, head = [], 0
    for number, item in enumerate(skeleton):
        heads.append(head)
        head = head if item.inline else number
    return heads


def _trace(nodes: Sequence[Occurrence], back: np.ndarray, n: int) -> list[Occurrence]:
    chain = []
    while n >= 0:
        chain.append(nodes[n])
        n = int(back[n])
    return chain[::-1]
