# SPDX-License-Identifier: Apache-2.0
"""Everything the data files say, loaded once a process and frozen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from templates.errors import UnknownNameError
from templates.files.active import SHIPPED, active_root, own_forms_folder
from templates.files.datafiles import Frozen, Model, broken, load, validated
from templates.language.messages import _, current_language
from templates.model.autofill_map import AutofillMap, load_autofill_map
from templates.model.codelists import Codes
from templates.model.document_types import DocumentType
from templates.model.procedures import Procedure, ProcedureEdition
from templates.model.rules import Say
from templates.model.shared_rules import ProcedureFiles, SharedRules

if TYPE_CHECKING:
    from templates.catalogue.own_outcome import OwnForms
    from templates.model.code_maps import CodeMaps
    from templates.model.form_lines import FormLayout
    from templates.model.lexicons import Lexicons
    from templates.model.units import Units

DATA = SHIPPED

_PROCEDURE_CODE = re.compile(r"^(\d\.\d{6})(?:\.|$)")


class Findings(Frozen):
    """What the findings of the program's own checks say, by code; a rule's own ``say`` wins."""

    findings: dict[str, Say]


@dataclass(frozen=True)
class Catalogue:
    """All papers, procedures and code lists, with the office's ``own`` forms laid over them.

    A pickled catalogue is only the names of its folders: the other process loads the files itself.
    """

    root: Path
    document_types: Mapping[str, DocumentType]
    procedures: Mapping[str, Procedure]
    sayings: Mapping[str, Say]
    own: OwnForms | None = None

    @cached_property
    def codes(self) -> Codes:
        """All code lists and what fields are called; read when first asked for: a list of dossiers needs
        none of them.
        """
        if self.own is None:
            return _load_codes(self.root / "codes")
        from templates.catalogue.layering import with_own_names

        return with_own_names(_loaded(self.root, None).codes, self.own)

    @cached_property
    def units(self) -> Units:
        """Communes and districts old and new; read when first asked for."""
        from templates.model.units import load_units

        return load_units(self.root / "units", self.codes)

    @cached_property
    def lexicons(self) -> Lexicons:
        """Likely words; read when first asked for."""
        from templates.model.lexicons import load_lexicons

        return load_lexicons(self.root)

    @cached_property
    def code_maps(self) -> CodeMaps:
        """What the receiving systems call our codes; read when first asked for."""
        from templates.model.code_maps import load_code_maps

        return load_code_maps(self.root, self.codes, self.units)

    def whole(self) -> Catalogue:
        """The same, with every paper and all code lists read: before a night's work, which a broken file
        would end half-way.

        Raises:
            templates.errors.TemplateError: a file is broken.
        """
        for _paper in (*self.document_types.values(), self.codes):
            pass
        return self

    def document_type(self, kind: str) -> DocumentType:
        """The kind of paper; raises :class:`UnknownNameError` for a kind no data file has."""
        try:
            return self.document_types[kind]
        except KeyError:
            raise self._unknown(
                kind, _("There is no kind of paper called {name}.").format(name=kind)
            ) from None

    def procedure(self, code: str, on: date) -> ProcedureEdition:
        """The rules of a procedure on a day; ``code`` may carry a unit's suffix (``1.001193.000.00.00.H56``).

        Raises :class:`UnknownNameError` for an unknown code or a day for which no edition is known.
        """
        procedure = self.procedure_named(code)
        edition = procedure.edition(on)
        if edition is None:
            raise UnknownNameError(
                _("No rules of procedure {code} are known for {day}.").format(
                    code=code, day=f"{on:%d/%m/%Y}"
                ),
                _not_then(procedure, on),
            )
        return edition

    def procedure_named(self, code: str) -> Procedure:
        """A procedure with all its editions; raises :class:`UnknownNameError`."""
        match = _PROCEDURE_CODE.match(code)
        procedure = self.procedures.get(match.group(1)) if match else None
        if procedure is None:
            raise self._unknown(
                match.group(1) if match else code,
                _("There is no procedure with the code {code}.").format(code=code),
            )
        return procedure

    def _unknown(self, name: str, sentence: str) -> UnknownNameError:
        path = self.own.left_out.get(name) if self.own else None
        if path is None:
            return UnknownNameError(
                sentence, _("The command “sohoa forms list” shows all kinds and procedures.")
            )
        return UnknownNameError(
            sentence,
            _("It is one of your own forms, but something is wrong in it: sohoa forms check {file}").format(
                file=path
            ),
        )

    def autofill_map(self, code: str, form: str) -> AutofillMap:
        """Where the values of a procedure's form may come from; without a map, from the form alone."""
        own = self.own.autofill if self.own else {}
        found = own.get(code) or own.get(form) or load_autofill_map(code, form, self.root / "autofill")
        return found or AutofillMap(procedure=code, form=form, fields={})

    def form_layout(self, kind: str) -> FormLayout:
        """How a form is printed back; where no file says so, line by line as its labels stand."""
        from templates.catalogue.form_consistency import print_problems
        from templates.model.form_lines import default_layout, load_form_layouts

        paper, own = self.document_type(kind), self.own.prints if self.own else {}
        found = own.get(kind) or load_form_layouts(self.root).forms.get(kind)
        return found if found and not any(print_problems(paper, found)) else default_layout(paper)

    def blank_known(self, kind: str) -> bool:
        """Whether the printed form of a kind follows an official blank or the office's own word. Of one that
        the catalogue reads but has no lines for, nobody has seen the blank.
        """
        from templates.model.form_lines import load_form_layouts

        own = self.own
        ours = own is not None and (kind in own.prints or kind in own.papers)
        return ours or kind in load_form_layouts(self.root).forms

    def paper_name(self, kind: str, language: str = "") -> str:
        """What a kind of paper is called, in the current language unless one is given."""
        paper = self.document_types.get(kind)
        return paper.name.get(_language(language), kind) if paper else kind

    def field_name(self, key: str, language: str = "") -> str:
        """What a field is called, as it stands in a sentence (current language if none is given)."""
        return self.codes.field_names.name(key, _language(language))

    def __reduce__(self) -> tuple[Callable[[Path, Path | None], Catalogue], tuple[Path, Path | None]]:
        return (_loaded, (self.root, self.own.folder if self.own else None))


def _not_then(procedure: Procedure, on: date) -> str:
    """What to do where a procedure is not in force: it was replaced, or belonged to another office."""
    first = min(edition.since for edition in procedure.editions)
    if on < first and procedure.before:
        return procedure.before[_language()]
    if on > first and procedure.successor:
        return _("It is no longer in force; use procedure {code}.").format(code=procedure.successor)
    return _("Check the day of reception; if it is right, the data of this program must be updated.")


def is_loaded() -> bool:
    """Whether this process has read a catalogue."""
    return _loaded.cache_info().currsize > 0


def load_catalogue(root: Path | None = None) -> Catalogue:
    """The catalogue in ``root`` (folders ``forms``, ``procedures`` …) and nothing else; without ``root`` the
    one in use with the office's own forms.

    Read once a process, papers, procedures and code lists when they are first asked for.

    Raises:
        templates.errors.TemplateError: a file is broken; then also where one is asked for.
    """
    return _loaded(root, None) if root else _loaded(active_root(), own_forms_folder())


@cache
def _loaded(root: Path, own: Path | None) -> Catalogue:
    if own is not None:
        return _with_own(_loaded(root, None), own)
    return Catalogue(
        root=root,
        document_types=_Kept(root / "forms", lambda _paths: _load_paper),
        procedures=_Kept(root / "procedures", _procedures_of(load(SharedRules, root / "shared-rules.yaml"))),
        sayings=MappingProxyType(_sayings(root)),
    )


def _sayings(root: Path) -> Mapping[str, Say]:
    """The words of findings; a bundle made before this program has none yet for the newest."""
    own = load(Findings, root / "findings.yaml").findings
    return own if root == DATA else {**load(Findings, DATA / "findings.yaml").findings, **own}


def _with_own(catalogue: Catalogue, folder: Path) -> Catalogue:
    from templates.catalogue.layering import base_of, layered
    from templates.catalogue.own_forms import load_own_forms

    return layered(catalogue, load_own_forms(folder, base_of(catalogue)))


def _language(name: str = "") -> Literal["vi", "en"]:
    return "en" if (name or current_language()) == "en" else "vi"


def _load_paper(path: Path) -> DocumentType:
    return _called_like_its_file(load(DocumentType, path), path, "kind")


def _procedures_of(shared: SharedRules) -> Callable[[dict[str, Path]], Callable[[Path], Procedure]]:
    def among(paths: dict[str, Path]) -> Callable[[Path], Procedure]:
        files = ProcedureFiles(paths, shared)

        def read(path: Path) -> Procedure:
            return _called_like_its_file(validated(Procedure, files.data(path.stem), path), path, "code")

        return read

    return among


class _Kept(Mapping[str, Model]):
    """The files of a folder by name, each read when it is first asked for: a day's work needs few of them.

    ``reader`` is told all files, for some build on others.
    """

    def __init__(self, folder: Path, reader: Callable[[dict[str, Path]], Callable[[Path], Model]]) -> None:
        self._paths = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
        self._read = reader(self._paths)
        self._known: dict[str, Model] = {}

    def __getitem__(self, name: str) -> Model:
        if name not in self._known:
            self._known[name] = self._read(self._paths[name])
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _load_codes(folder: Path) -> Codes:
    parts: dict[str, Any] = {}
    for name, info in Codes.model_fields.items():
        model: Any = info.annotation
        parts[name] = load(model, folder / f"{name.replace('_', '-')}.yaml")
    return Codes(**parts)


def _called_like_its_file(model: Model, path: Path, key: str) -> Model:
    name = getattr(model, key)
    if name != path.stem:
        raise broken(path, key, _("the file must be called {name}").format(name=f"{name}.yaml"))
    return model
