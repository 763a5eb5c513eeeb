"""Rules that many procedures share (``templates/data/shared-rules.yaml``), and editions built from others.

In a list of an edition ``{use: NAME, who: bride}`` stands for all entries of the block NAME, with ``$who``
replaced; ``$form`` is always the edition's form. A string that is nothing but ``$NAME`` may also name one of
``texts``. An edition that says ``based_on: ID`` (an earlier edition of its file) or ``based_on: CODE/ID`` (of
another procedure) takes over every key that it does not give anew, less the entries that ``without`` names,
and with those of ``plus`` added.
"""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import Any

from pydantic import Field

from templates.files.datafiles import Frozen, broken, read_yaml

LISTS = ("submit", "show", "fields", "rules", "questions", "fees", "components")
_NOT_INHERITED = frozenset({"until", "unverified", "note"})


class SharedRules(Frozen):
    """``texts`` by name; ``blocks``: lists of entries by name, not yet filled in."""

    texts: dict[str, str] = Field(default_factory=dict)
    blocks: dict[str, list[dict[str, Any]]] = Field(default_factory=dict)


class ProcedureFiles:
    """The files of a folder as plain values with every edition complete, each read once."""

    def __init__(self, folder: Path, shared: SharedRules) -> None:
        self._folder = folder
        self._shared = shared
        self._read: dict[str, Any] = {}

    def data(self, code: str) -> Any:
        """The file of a procedure; whatever is no procedure is left for its model to refuse.

        Raises ``TemplateError`` for a block, a text or an edition that is not there.
        """
        if code not in self._read:
            path = self._folder / f"{code}.yaml"
            self._read[code] = None  # a file that is based on itself finds nothing there
            found = read_yaml(path)
            if isinstance(found, dict) and isinstance(found.get("editions"), list):
                found["editions"] = self._complete_all(found["editions"], path)
            self._read[code] = found
        return self._read[code]

    def _complete_all(self, editions: list[Any], path: Path) -> list[Any]:
        complete: dict[str, Any] = {}
        for edition in editions:
            if not isinstance(edition, dict):
                raise broken(path, "editions", "an edition is a mapping")
            base = self._base(edition.get("based_on"), complete, path)
            whole = _complete(edition, base, self._shared, path)
            complete[str(edition.get("id"))] = {**whole, "procedure": path.stem}
        return list(complete.values())

    def _base(self, name: Any, complete: dict[str, Any], path: Path) -> dict[str, Any]:
        if name is None:
            return {}
        code, slash, edition_id = str(name).rpartition("/")
        if not slash:
            found = complete.get(edition_id)
        else:
            file = self.data(code) if (self._folder / f"{code}.yaml").is_file() else None
            editions = file.get("editions") or [] if isinstance(file, dict) else []
            found = next((e for e in editions if e.get("id") == edition_id), None)
        if found is None:
            raise broken(path, "editions.based_on", f"no edition {name!r} before this one")
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
        raise broken(path, f"use: {name}", "no such block in shared-rules.yaml")
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
        raise broken(path, value, f"nothing given for {error}") from error


def _without(entries: list[Any], dropped: Any) -> list[Any]:
    return [e for e in entries if not (isinstance(e, dict) and _name(e) in dropped)]


def _must_have_existed(dropped: Any, base: dict[str, Any], path: Path) -> None:
    known = {_name(e) for name in LISTS for e in base.get(name) or [] if isinstance(e, dict)}
    gone = [name for name in dropped if name not in known]
    if gone:
        raise broken(path, "editions.without", f"the edition before has no {gone[0]!r}")


def _name(entry: dict[str, Any]) -> Any:
    name = entry.get("id") or entry.get("name")
    return name if isinstance(name, str) else None  # fees are named in two languages and go as a whole
