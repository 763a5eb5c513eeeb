# SPDX-License-Identifier: Apache-2.0
"""Words that are likely at a place: they propose another reading of a doubtful one and never replace it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import Field, model_validator

from templates.errors import UnknownNameError
from templates.files.active import SHIPPED
from templates.files.datafiles import Frozen, broken, load
from templates.language.folding import folded
from templates.language.messages import _
from templates.model.codelists import Texts


class Lexicon(Frozen):
    """``words`` is one string of single words, ``phrases`` a list; one of both is given."""

    id: str
    name: Texts
    source: str
    since: date
    unverified: bool = False
    words: str = ""
    phrases: tuple[str, ...] = Field(default=())

    @model_validator(mode="after")
    def _has_entries_once(self) -> Lexicon:
        if bool(self.words) == bool(self.phrases):
            raise ValueError(f"{self.id}: either words or phrases")
        repeated = sorted({e for e in self.entries if [folded(x) for x in self.entries].count(folded(e)) > 1})
        if repeated:
            raise ValueError(f"{self.id}: twice: {repeated}")
        return self

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """All of them as written."""
        return tuple(self.words.split()) or self.phrases


class Lexicons:
    """The lexicons by id."""

    def __init__(self, lexicons: dict[str, Lexicon]) -> None:
        self._lexicons = lexicons

    def __getitem__(self, name: str) -> Lexicon:
        """Raises ``UnknownNameError`` for an id no file has."""
        if name not in self._lexicons:
            raise UnknownNameError(_("There is no lexicon called {name}.").format(name=name))
        return self._lexicons[name]

    def all(self) -> tuple[Lexicon, ...]:
        return tuple(self._lexicons.values())


def load_lexicons(root: Path) -> Lexicons:
    """The lexicons below ``root``; a catalogue without them has those that came with the program.

    Raises ``templates.errors.TemplateError`` for a broken file.
    """
    folder = root / "lexicons" if (root / "lexicons").is_dir() else SHIPPED / "lexicons"
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        lexicon = load(Lexicon, path)
        if lexicon.id != path.stem:
            raise broken(path, "id", _("the file must be called {name}").format(name=f"{lexicon.id}.yaml"))
        found[lexicon.id] = lexicon
    return Lexicons(found)
