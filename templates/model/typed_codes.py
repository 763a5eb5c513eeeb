# SPDX-License-Identifier: Apache-2.0
"""Codes that know their list, so that codes of two lists are never taken for each other.

``4`` is a citizen's card in one system and an officer's in another; ``15`` was the province Yên Bái and is
Lào Cai now. A bare string can't tell; a :class:`Code` can, and refuses to be compared with another list's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from templates.errors import TemplateError
from templates.language.messages import _


class MixedCodesError(TemplateError):
    """Codes of two lists were to be compared or joined: a mistake of the program, never of the clerk."""


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """``value`` as the list ``list`` writes it (``communes-34``, or of a target ``hotich-158/id-papers``)."""

    list: str
    value: str

    def __eq__(self, other: object) -> bool:
        """Whether both are the same code; ``MixedCodesError`` where they come from different lists."""
        if not isinstance(other, Code):
            return NotImplemented
        return self.value == other.of(self.list)

    def __hash__(self) -> int:
        return hash((self.list, self.value))

    def __str__(self) -> str:
        return f"{self.list}:{self.value}"

    def of(self, name: str) -> str:
        """The bare value for the list called ``name``; ``MixedCodesError`` for any other."""
        if self.list != name:
            raise MixedCodesError(
                _("A code of the list {one} was used as one of {other}.").format(one=self.list, other=name),
                _("Please report this; nothing was sent with it."),
            )
        return self.value


def joined(*parts: Iterable[Code]) -> tuple[Code, ...]:
    """The codes of all ``parts``, each once, in order; ``MixedCodesError`` unless all are of one list."""
    codes = [code for part in parts for code in part]
    for code in codes[1:]:
        code.of(codes[0].list)
    return tuple(dict.fromkeys(codes))
