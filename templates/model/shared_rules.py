# SPDX-License-Identifier: Apache-2.0
"""Rules that many procedures share (``templates/data/shared-rules.yaml``), and editions built from others.

In a list of an edition ``{use: NAME, who: bride}`` stands for all entries of the block NAME, with ``$who``
replaced; ``$form`` is always the edition's form. A string that is nothing but ``$NAME`` may also name one of
``texts``. An edition that says ``based_on: ID`` (an earlier edition of its file) or ``based_on: CODE/ID`` (of
another procedure) takes over every key that it does not give anew, less the entries that ``without`` names,
and with those of ``plus`` added.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template
from threading import RLock
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from templates.files.datafiles import Frozen, broken, read_yaml
from templates.language.messages import _

LISTS = ("submit", "show", "fields", "rules", "questions", "fees", "components")
_NOT_INHERITED = frozenset({"until", "unverified", "note"})


class SharedRules(Frozen):
    """What many procedures share."""

    texts: dict[str, str] = Field(default_factory=dict, description="Texts by name.")
    blocks: dict[str, list[dict[str, Any]]] = Field(
        default_factory=dict, description="Lists of entries by name, not yet filled in."
    )


class BlockUse(BaseModel):
    """In place of an entry of a list: all entries of a block of ``shared-rules.yaml``.

    Further keys fill its places: ``who: bride`` puts bride for ``$who``. ``$form`` is the edition's form.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    use: str = Field(description="Name of the block.")


class More(Frozen):
    """Entries added to what an edition takes over; blocks may be used as in the lists themselves."""

    submit: tuple[dict[str, Any], ...] = Field((), description="More papers to hand in.")
    show: tuple[dict[str, Any], ...] = Field((), description="More papers that are only looked at.")
    fields: tuple[dict[str, Any], ...] = Field((), description="More fields that must be filled.")
    rules: tuple[dict[str, Any], ...] = Field((), description="More comparisons.")
    questions: tuple[dict[str, Any], ...] = Field((), description="More questions.")
    fees: tuple[dict[str, Any], ...] = Field((), description="More fees.")
    components: tuple[dict[str, Any], ...] = Field((), description="More codes of papers.")


class WrittenEdition(Frozen):
    """The keys of an edition that only its file has: they are worked in before it is read."""

    based_on: str = Field(
        description="An earlier edition of the file (“2025-07”) or one of another procedure "
        "(“1.001193/2025-07”): every key that is not given anew is taken over from it, but not until, "
        "unverified and note."
    )
    without: tuple[str, ...] = Field(description="Rules and questions of it that are dropped, by id or name.")
    plus: More = Field(description="Entries that are added to those taken over.")


class ProcedureFiles:
    """Files by code as plain values with every edition complete, each read once."""

    def __init__(self, paths: Mapping[str, Path], shared: SharedRules) -> None:
        self.paths = paths
        self._shared = shared
        self._read: dict[str, Any] = {}
        self._reading = RLock()  # a file half read is None: no other thread may find it so

    def data(self, code: str) -> Any:
        """The file of a procedure; whatever is no procedure is left for its model to refuse.

        Raises ``TemplateError`` for a block, a text or an edition that is not there.
        """
        with self._reading:
            if code not in self._read:
                path = self.paths[code]
                self._read[code] = None  # a file that is based on itself finds nothing there
                found = read_yaml(path)
                if isinstance(found, dict) and isinstance(found.get("editions"), list):
                    found["editions"] = self._complete_all(found["editions"], code)
                self._read[code] = found
            return self._read[code]

    def _complete_all(self, editions: list[Any], procedure: str) -> list[Any]:
        path = self.paths[procedure]
        complete: dict[str, Any] = {}
        for edition in editions:
            if not isinstance(edition, dict):
                raise broken(path, "editions", _("an edition has keys with values"))
            base = self._base(edition.get("based_on"), complete, path)
            whole = _complete(edition, base, self._shared, path)
            complete[str(edition.get("id"))] = {**whole, "procedure": procedure}
        return list(complete.values())

    def _base(self, name: Any, complete: dict[str, Any], path: Path) -> dict[str, Any]:
        if name is None:
            return {}
        code, slash, edition_id = str(name).rpartition("/")
        if not slash:
            found = complete.get(edition_id)
        else:
            file = self.data(code) if code in self.paths else None
            editions = file.get("editions") or [] if isinstance(file, dict) else []
            found = next((e for e in editions if e.get("id") == edition_id), None)
        if found is None:
            raise broken(
                path, "editions.based_on", _("there is no edition {name} before this one").format(name=name)
            )
        return dict(found)


def _complete(edition: dict[str, Any], base: dict[str, Any], shared: SharedRules, path: Path) -> Any:
    inherited = {key: value for key, value in base.items() if key not in _NOT_INHERITED}
    own = {key: value for key, value in edition.items() if key not in ("based_on", "without", "plus")}
    forms = own.get("forms") or inherited.get("forms") or [""]
    own = _filled_lists(own, shared, forms[0], path)
    more = _filled_lists(edition.get("plus") or {}, shared, forms[0], path)
    whole = {**inherited, **own}
    for name in LISTS:
        kept = _without(whole.get(name) or [], edition.get("without") or ())
        if kept or name in more:
            whole[name] = [*kept, *more.get(name, [])]
        else:
            whole.pop(name, None)
    _must_have_existed(edition.get("without") or (), base, path)
    return whole


def _filled_lists(data: dict[str, Any], shared: SharedRules, form: str, path: Path) -> dict[str, Any]:
    filled = {key: _filled(value, {**shared.texts, "form": form}, path) for key, value in data.items()}
    for name in LISTS:
        if name in filled:
            filled[name] = [e for entry in filled[name] or [] for e in _entries(entry, shared, form, path)]
    return filled


def _entries(entry: Any, shared: SharedRules, form: str, path: Path) -> list[Any]:
    """The entry itself, or those of the block it uses (which may use others)."""
    if not isinstance(entry, dict) or "use" not in entry:
        return [entry]
    name = entry["use"]
    if name not in shared.blocks:
        raise broken(path, f"use: {name}", _("there is no such block in shared-rules.yaml"))
    places = {**shared.texts, "form": form, **{k: v for k, v in entry.items() if k != "use"}}
    inside = [_filled(part, places, path) for part in shared.blocks[name]]
    return [e for part in inside for e in _entries(part, shared, form, path)]


def _filled(value: Any, places: dict[str, Any], path: Path) -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner, places, path) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, places, path) for inner in value]
    if not isinstance(value, str) or "$" not in value:
        return value
    if value[1:] in places and value.startswith("$"):
        return places[value[1:]]
    try:
        return Template(value).substitute(places)
    except (KeyError, ValueError) as error:
        raise broken(path, value, _("nothing is given for {name}").format(name=error)) from error


def _without(entries: list[Any], dropped: Any) -> list[Any]:
    return [e for e in entries if not (isinstance(e, dict) and _name(e) in dropped)]


def _must_have_existed(dropped: Any, base: dict[str, Any], path: Path) -> None:
    known = {_name(e) for name in LISTS for e in base.get(name) or [] if isinstance(e, dict)}
    gone = [name for name in dropped if name not in known]
    if gone:
        raise broken(path, "editions.without", _("the edition before has no {name}").format(name=gone[0]))


def _name(entry: dict[str, Any]) -> Any:
    name = entry.get("id") or entry.get("name")
    return name if isinstance(name, str) else None  # fees are named in two languages and go as a whole
