"""Rules that many procedures share, written once (``templates/shared-rules.yaml``), and editions built from them.

In a list of an edition ``{use: NAME, who: bride}`` stands for all entries of the block NAME, with ``$who``
replaced; ``$form`` is always the edition's form. A string that is nothing but ``$NAME`` may also name one of
``texts``. An edition that says ``based_on: ID`` takes over every key of that earlier edition that it does not
give anew, less the entries that ``without`` names, and with those of ``plus`` added.
"""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import Any

from templates.datafiles import broken
from templates.papers import Frozen

LISTS = ("submit", "show", "fields", "rules", "questions", "fees", "components")
_NOT_INHERITED = frozenset({"until", "unverified", "note"})


class SharedRules(Frozen):
    """``texts`` by name; ``blocks``: lists of entries by name, not yet filled in."""

    texts: dict[str, str] = {}
    blocks: dict[str, list[dict[str, Any]]] = {}


def complete_editions(editions: list[Any], shared: SharedRules, path: Path) -> list[Any]:
    """The editions of a file with blocks filled in and inherited keys added, in their order.

    Raises ``TemplateError`` naming ``path`` for a block, a text or an edition that is not there.
    """
    complete: dict[str, Any] = {}
    for edition in editions:
        if not isinstance(edition, dict):
            raise broken(path, "editions", "an edition is a mapping")
        base = edition.get("based_on")
        if base is not None and base not in complete:
            raise broken(path, "editions.based_on", f"no edition {base!r} before this one")
        complete[str(edition.get("id"))] = _complete(edition, complete.get(str(base), {}), shared, path)
    return list(complete.values())


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
