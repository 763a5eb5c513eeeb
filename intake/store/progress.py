# SPDX-License-Identifier: Apache-2.0
"""How far something that may take long has come, for whoever watches: a desk hands in its bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Advance = Callable[[int], None]
"""Is told how many more are done."""
Hands = Callable[[], Sequence[str]]
"""Tells, whenever it is asked, a line for each worker of what that has in hand."""


class Progress(Protocol):
    """Watches one step, of so many parts if that is known; ``unit`` is what is counted, ``hands`` tells what
    is being done just now.
    """

    def __call__(
        self, label: str, total: int | None, *, unit: str | None = None, hands: Hands | None = None
    ) -> AbstractContextManager[Advance]: ...


@contextmanager
def unseen(
    label: str,  # noqa: ARG001
    total: int | None,  # noqa: ARG001
    *,
    unit: str | None = None,  # noqa: ARG001
    hands: Hands | None = None,  # noqa: ARG001
) -> Iterator[Advance]:
    """Progress that nobody watches."""
    yield nobody_told


def nobody_told(_count: int) -> None:
    """Counts for nobody."""
