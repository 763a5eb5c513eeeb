# SPDX-License-Identifier: Apache-2.0
"""What each receiving system calls our neutral codes, as data: one file a target in
``templates/data/code-maps``.

A map accounts for every code of a list: it has a code of the target, or it is said to be lacking, and why; or
nobody knows the target's list. What is lacking is never replaced by something near: a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from templates.errors import TemplateError
from templates.files.active import SHIPPED
from templates.files.datafiles import Frozen, broken, load
from templates.language.messages import _
from templates.model.codelists import CodeEntry, CodeList, Codes, Texts
from templates.model.typed_codes import Code
from templates.model.units import NEW_COMMUNES, Units


class CodeGapError(TemplateError):
    """A target has no code for a value, or nobody knows it."""


class ListMap(Frozen):
    """One neutral list at one target; ``form`` where that target numbers it otherwise on another form.

    ``codes`` gives the target's code for each neutral one, or ``write`` says that the neutral ``code`` or
    ``name`` itself is written there. ``lacks`` names codes the target does not have, with the reason,
    ``unknown`` says why nothing of the list is known.
    """

    list: str
    form: str = ""
    codes: dict[str, Annotated[str, Field(min_length=1)]] = Field(default_factory=dict)
    write: Literal["code", "name", ""] = ""
    lacks: dict[str, Annotated[str, Field(min_length=1)]] = Field(default_factory=dict)
    unknown: str = ""

    @model_validator(mode="after")
    def _is_told_once(self) -> ListMap:
        if sum(map(bool, (self.codes, self.write, self.unknown))) != 1:
            raise ValueError(f"{self.list}: exactly one of codes, write and unknown must be given")
        if both := sorted(self.codes.keys() & self.lacks.keys()):
            raise ValueError(f"{self.list}: mapped and lacking: {both}")
        return self

    def written(self, entry: CodeEntry) -> str | None:
        """What the target calls an entry; None where it has no code for it or the list is not known."""
        if entry.code in self.lacks or self.unknown:
            return None
        return {"code": entry.code, "name": entry.name}.get(self.write) or self.codes.get(entry.code)


class TargetMap(Frozen):
    """All lists at one target, in force from ``since`` to ``until``."""

    target: str
    name: Texts
    since: date
    until: date | None = None
    source: str
    unverified: bool = False
    lists: tuple[ListMap, ...]

    @cached_property
    def _by_list(self) -> dict[tuple[str, str], ListMap]:
        return {(each.list, each.form): each for each in self.lists}

    def map_of(self, name: str, form: str = "") -> ListMap | None:
        """The map of a list on a form, else of the list at large."""
        return self._by_list.get((name, form)) or self._by_list.get((name, ""))


class CodeMaps:
    """The neutral lists and the maps of all targets."""

    def __init__(self, lists: Mapping[str, CodeList], targets: Mapping[str, TargetMap]) -> None:
        self.lists, self.targets = lists, targets

    def to_target(self, code: Code, target: str, form: str = "") -> Code:
        """``code`` of a neutral list as the target's own; its list is then ``target/list`` (``/form``).

        Raises :class:`CodeGapError` where the target has none or nobody knows it, and for a name no list has.
        """
        found = self.targets[target].map_of(code.list, form) if target in self.targets else None
        entry = self.lists[code.list].code(code.value) if code.list in self.lists else None
        written = found.written(entry) if found and entry else None
        if found is None or written is None:
            raise CodeGapError(
                _("{target} has no code for {code} of the list {list}.").format(
                    target=target, code=code.value, list=code.list
                ),
                _gap_reason(found, code) or _("The data files of code-maps must say it."),
            )
        return Code(_target_list(target, found), written)

    def holes(self) -> Iterator[tuple[str, str, str]]:
        """(target, list, code) that a map neither maps nor says to be lacking, or that no list has."""
        for target in self.targets.values():
            named = {each.list for each in target.lists}
            yield from ((target.target, name, "*") for name in self.lists if name not in named)
            for each in target.lists:
                yield from ((target.target, each.list, code) for code in self._holes(each))

    def _holes(self, each: ListMap) -> Iterator[str]:
        if each.list not in self.lists:
            yield "?"
            return
        entries = self.lists[each.list].entries
        known = {entry.code for entry in entries}
        yield from sorted((each.codes.keys() | each.lacks.keys()) - known)
        if not each.unknown:
            yield from (e.code for e in entries if e.code not in each.lacks and each.written(e) is None)


def load_code_maps(root: Path, codes: Codes, units: Units) -> CodeMaps:
    """The maps below ``root``; a catalogue without them has those that came with the program.

    Raises ``templates.errors.TemplateError`` for a broken file.
    """
    folder = root / "code-maps" if (root / "code-maps").is_dir() else SHIPPED / "code-maps"
    targets = {}
    for path in sorted(folder.glob("*.yaml")):
        found = load(TargetMap, path)
        if found.target != path.stem:
            raise broken(
                path, "target", _("the file must be called {name}").format(name=f"{found.target}.yaml")
            )
        targets[found.target] = found
    return CodeMaps(neutral_lists(codes, units), targets)


def neutral_lists(codes: Codes, units: Units) -> dict[str, CodeList]:
    """Every list that a target may want, by id: the lists in force and the communes of today."""
    found = {
        each.id: each for each in (getattr(codes, name) for name in type(codes).model_fields) if _wanted(each)
    }
    return found | {NEW_COMMUNES: units.current_list}


def _wanted(each: object) -> bool:
    return isinstance(each, CodeList) and each.until is None


def _gap_reason(found: ListMap | None, code: Code) -> str:
    return (found.lacks.get(code.value) or found.unknown) if found else ""


def _target_list(target: str, found: ListMap) -> str:
    return "/".join(filter(None, (target, found.list, found.form)))
