# SPDX-License-Identifier: Apache-2.0
"""The form of a dossier on a screen of 80 columns: its fields in the order of the paper, read or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from intake.desk.console import say, show, show_pairs, show_table
from intake.dossier.deadline.local_time import local_time
from intake.dossier.state_words import source_word
from intake.dossier.thresholds import USABLE
from intake.form.value_notes import beside
from intake.services.changing.edit import ValueChange
from ocr.result import Source
from templates.catalogue.loading import Catalogue
from templates.language.messages import _


def show_form(view: Mapping[str, Any], catalogue: Catalogue, *, whole: bool = False) -> None:
    """The values; ``whole``: each field of the form with its key; else one without a value is only named."""
    values = view["values"]
    fields = dict.fromkeys((*view["fields"], *values))
    shown = [key for key in fields if whole or key in values]
    if shown:
        columns = [_("Field"), _("Value"), _("Taken from"), "%", _("To do")]
        rows = list(_rows(view, shown, catalogue, keys=whole))
        keys = [line for row in rows for line in row[0].splitlines()[1:]]
        least = {0: max(map(len, keys), default=0)}
        show_table(columns, rows, title=_("Form"), right=(3,), least=least)
    if left := [catalogue.field_name(key) for key in fields if key not in shown]:
        show(_("Without a value ({count}): {fields}.").format(count=len(left), fields="; ".join(left)))
        say(_("Each field with its key: sohoa show {id} --all").format(id=view["id"]))


def show_fields(view: Mapping[str, Any], keys: Collection[str], catalogue: Catalogue) -> None:
    """All that is known of single fields."""
    places = _Places(view["papers"])
    for key in keys:
        show_pairs(_told(key, view["values"].get(key), places, catalogue), title=catalogue.field_name(key))


def show_changes(changes: Iterable[ValueChange], catalogue: Catalogue) -> None:
    """What a person has just said of values, before anything else that follows from it."""
    for change in changes:
        name, now = catalogue.field_name(change.key), change.now or _("(left empty)")
        if change.now == change.before:
            show(_("Confirmed: {field} = {value}").format(field=name, value=now))
        elif change.before:
            told = _("Changed: {field} = {value} (before: {before})")
            show(told.format(field=name, value=now, before=change.before))
        else:
            show(_("Entered: {field} = {value}").format(field=name, value=now))


def _told(
    key: str, value: Mapping[str, Any] | None, places: _Places, catalogue: Catalogue
) -> Iterator[tuple[str, object]]:
    yield _("Key"), key
    if value is None:
        yield _("Value"), _("(no value)")
        return
    yield _("Value"), _value(value)
    yield from (("", line) for line in (*_rivals(value, places), *beside(value, catalogue)))
    if value["raw"] and value["raw"] != value["value"]:
        yield _("As read"), value["raw"]
    yield _("Taken from"), places.of(value)
    if value["corrected"]:
        yield _("When"), local_time(value["corrected_at"])
    else:
        yield "%", _share(value)
    if to_do := _to_do(value):
        yield _("To do"), to_do


def _rows(
    view: Mapping[str, Any], shown: Collection[str], catalogue: Catalogue, *, keys: bool
) -> Iterator[tuple[str, str, str, str, str]]:
    places = _Places(view["papers"])
    for key in shown:
        value = view["values"].get(key)
        name = catalogue.field_name(key)
        if value is None:
            yield f"{name}\n{key}", "–", "", "", ""
            continue
        said = [_value(value), *_rivals(value, places), *beside(value, catalogue)]
        # The key stands where a person may want to write it after ``sohoa edit``.
        named = keys or value["needs_review"] or value["agreement"] == "differs"
        field = f"{name}\n{key}" if named else name
        yield field, "\n".join(said), places.of(value), _share(value), _to_do(value)


def _share(value: Mapping[str, Any]) -> str:
    # Rounded down: 100 is only for what a person decided, and that needs no number.
    return "" if value["corrected"] else str(min(99, int(100 * value["confidence"])))


def _value(value: Mapping[str, Any]) -> str:
    """What is read too unsurely to be said is shown as what it is: a guess; what another person is to read as
    well is not shown.
    """
    if "waits" in value:
        said = [f"{each['who']}: {each['value']}" for each in value["said"]]
        return "\n".join([f"({value['waits']})", *said])
    if not value["value"]:
        return _empty(value)
    if value["confidence"] < USABLE and not value["corrected"]:
        return _("(unsure: “{text}”)").format(text=value["value"])
    return str(value["value"])


def _empty(value: Mapping[str, Any]) -> str:
    if value["corrected"]:
        return _("(nobody can read it)") if value["unreadable"] else _("(left empty)")
    if value["raw"] and value["source"] != Source.HAND:
        return _("(not understood: “{text}”)").format(text=value["raw"])
    return _("(could not be read)")


class _Places:
    """Where a value stands, as briefly as the list of papers above allows: ``2 (3), QR code``."""

    def __init__(self, papers: Sequence[Mapping[str, Any]]) -> None:
        self._papers = {
            paper["document"]: (n, paper["page_count"]) for n, paper in enumerate(papers, start=1)
        }

    def of(self, value: Mapping[str, Any]) -> str:
        if value.get("corrected"):
            return str(value["corrected_by"]) or source_word(value["source"])
        paper = self.paper(value.get("document", value.get("document_id")), value["page"])
        return f"{paper}, {source_word(value['source'])}"

    def paper(self, document: int | None, page: int | None) -> str:
        number, pages = self._papers.get(document or 0, ("?", 1))
        return str(number) if pages == 1 else _("{paper} page {page}").format(paper=number, page=page)


def _rivals(value: Mapping[str, Any], places: _Places) -> Iterator[str]:
    """What other papers say instead, where they differ in more than capital letters."""
    if value["agreement"] not in ("tones", "differs"):
        return
    # What is proposed stands there as a question already.
    told = {value["value"].casefold(), *(each["text"].casefold() for each in value.get("proposals", ()))}
    for other in value["alternatives"]:
        if (text := other["value"]).casefold() not in told:
            told.add(text.casefold())
            yield f"≠ {text} ({places.of(other)})"


def _to_do(value: Mapping[str, Any]) -> str:
    return _("review") if value["needs_review"] else ""
