# SPDX-License-Identifier: Apache-2.0
"""All that is wrong in a data file at once, in words for whoever writes it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from templates.catalogue.schema import FILE_KINDS, keys_at
from templates.errors import TemplateError
from templates.files.datafiles import BrokenFileError, read_yaml, reason_of
from templates.files.places import Lines, Place, in_words
from templates.files.problems import expected_of, problem_of
from templates.files.yaml_limits import within_limits
from templates.language.messages import _
from templates.model.charges.province_fees import FILE as FEES
from templates.model.own_files import OWN_FILES, TO_BE_FILLED
from templates.model.slip_texts import SlipKind

_IN_KEY = "[key]"
"""How pydantic says that not the value but the key is wrong."""

_FOLDERS = {"forms": "form", "procedures": "procedure", "autofill": "autofill", "fees": "fees"}
_STEMS = {
    "form-lines": "form-lines",
    "book": "book",
    "certification-books": "certification-books",
    "field-names": "names",
}
_SLIPS = frozenset(get_args(SlipKind))
_TELLING = {
    "form": "titles",
    "procedure": "code",
    "print": "lines",
    "autofill": "fields",
    "names": "attributes",
    "fees": "province",
}
"""The key by which a file that is called otherwise is told."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong in a file: at which line (None: not known) and key, and what was expected there.

    ``follows``: only because something is wrong in another file, which is told of itself.
    """

    path: Path
    line: int | None
    key: str
    text: str
    follows: bool = False

    @property
    def file(self) -> str:
        """The file as its author knows it: with its folder."""
        return f"{self.path.parent.name}/{self.path.name}"


def kind_of_file(path: Path, data: Any = None) -> str | None:
    """Which kind of data file this is, by its name, its folder or its keys; None where nothing tells."""
    if path.parent.name == "slips" and path.stem in _SLIPS:
        return "slip"
    if path.name == FEES:  # an office's own table lies in the folder of its forms
        return "fees"
    named = _FOLDERS.get(path.parent.name) or _STEMS.get(path.stem)
    if named or path.stem in OWN_FILES:
        return named or path.stem
    keys = data if isinstance(data, dict) else {}
    return next((kind for kind, key in _TELLING.items() if key in keys), None)


def read_with_complaints(
    path: Path, kind: str, content: Callable[[Path], Any] = read_yaml
) -> tuple[BaseModel | None, list[Complaint]]:
    """The file as its model, or None and everything that is wrong in it; ``content`` gives its plain values.

    Never raises for what stands in a file.
    """
    try:
        within_limits(path)
        data = content(path)
    except BrokenFileError as error:
        return None, [_not_read(path, error)]
    except OSError as error:
        return None, [Complaint(path, None, "", reason_of(error))]
    open_places = list(_to_be_filled(data)) if kind in OWN_FILES else []
    found = [_open(path, kind, data, place) for place in open_places]
    try:
        model = FILE_KINDS[kind].model_validate(data)
    except ValidationError as error:
        return None, found + list(_complaints(error, path, kind, data, open_places))
    return (None, found) if found else (model, [])


def _to_be_filled(data: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a stub's question mark still stands."""
    if data == TO_BE_FILLED and place[-1:] != ("procedure",):  # which is the code once more
        yield place
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, part in parts:
        yield from _to_be_filled(part, (*place, key))


def _open(path: Path, kind: str, data: Any, place: tuple[str | int, ...]) -> Complaint:
    *before, key = place or ("",)
    meaning = keys_at(kind, before).get(str(key), {}).get("description", "")
    told = _("to be filled in: {meaning}").format(meaning=meaning) if meaning else _("to be filled in")
    return Complaint(path, Lines(path).of(place, data), in_words(place, data), told)


def _not_read(path: Path, error: BrokenFileError) -> Complaint:
    """Not even YAML, or it builds on what is not there."""
    if error.path != path:
        return Complaint(path, None, "", error.sentence)
    if error.line is None:
        key = "" if error.place == "-" else error.place
        return Complaint(path, _line_of_name(path, key.rpartition(".")[2]), key, error.reason)
    advice = _(
        "This is no YAML: look at quotes, brackets and how far the lines are moved in (blanks, no tabs)."
    )
    return Complaint(path, error.line, "", f"{advice} ({error.reason})")


def located(path: Path, place: str, text: str) -> Complaint:
    """A complaint of the entry or key that ``place`` names, in the file that has it."""
    return Complaint(path, _line_of_name(path, place.partition(": ")[0]), place, text)


def _line_of_name(path: Path, key: str) -> int | None:
    try:
        return Lines(path).named(key)
    except (OSError, yaml.YAMLError, TemplateError):  # it can't be taken apart: then without a line
        return None


def _complaints(
    error: ValidationError, path: Path, kind: str, data: Any, told: Sequence[Place]
) -> Iterator[Complaint]:
    lines = Lines(path)
    for one in error.errors(include_url=False, include_input=False):
        place = one["loc"]
        if place in told:
            continue
        if place[-1:] == (_IN_KEY,):
            place = place[:-1]
        line = lines.of(place, data)
        yield Complaint(path, line, in_words(place, data), _sentence(one, kind, data))


def _sentence(one: ErrorDetails, kind: str, data: Any) -> str:
    *before, key = one["loc"] or ("",)
    if key == _IN_KEY:
        return _("there is no such key") + _proposal(str(before[-1]), expected_of(one))
    match one["type"]:
        case "missing":
            meaning = keys_at(kind, before).get(str(key), {}).get("description", "")
            return _("it is missing: {meaning}").format(meaning=meaning) if meaning else problem_of(one)
        case "extra_forbidden":
            known = keys_at(kind, before)
            return problem_of(one) + _proposal(str(key), list(known))
        case "literal_error" | "enum":
            return problem_of(one) + _proposal(str(_given(one, data)), expected_of(one))
    return problem_of(one)


def _given(one: ErrorDetails, data: Any) -> Any:
    for step in one["loc"]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return data


def _proposal(word: str, words: list[str]) -> str:
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    if near:
        return "; " + _("did you mean {key}?").format(key=near[0])
    return "; " + _("there are: {keys}").format(keys=", ".join(words)) if words else ""


class OwnFileError(TemplateError):
    """A file of an author's own can't be used; it says how to see everything that is wrong."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(
            _("The file {file} is not right at {place}: {text}").format(
                file=complaint.file, place=place_of(complaint), text=complaint.text
            ),
            _("Correct it; all that is wrong is shown by: sohoa forms check {file}").format(
                file=complaint.path
            ),
        )


def place_of(complaint: Complaint) -> str:
    """Line and key in words."""
    line = _("line {line}").format(line=complaint.line) if complaint.line else ""
    return ", ".join(filter(None, (line, complaint.key))) or "-"
