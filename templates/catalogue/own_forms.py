# SPDX-License-Identifier: Apache-2.0
"""The office's own forms (``<home>/forms``), layered over the catalogue in use.

A folder a form (:mod:`templates.model.own_files`). New kinds and procedures are added; one that the catalogue
has is replaced only where the file says so (``replaces``). A file with anything wrong is left out and said:
the rest of the catalogue works as if it were not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from templates.catalogue.complaints import Complaint, located, read_with_complaints
from templates.catalogue.form_consistency import autofill_problems, print_problems
from templates.catalogue.own_outcome import InUse, OwnForms, Replacement
from templates.catalogue.procedure_consistency import Nameable, Told, procedure_problems
from templates.errors import TemplateError
from templates.files.datafiles import read_yaml
from templates.files.yaml_limits import within_limits
from templates.language.messages import _
from templates.model.document_types import DocumentType
from templates.model.own_files import OWN_FILES, Own, OwnAutofill, OwnForm, OwnNames, OwnPrint, OwnProcedure
from templates.model.rules import DocumentRule
from templates.model.shared_rules import ProcedureFiles


def own_folders(folder: Path) -> list[Path]:
    """The folders of own forms, one each, in the order of their names."""
    return [path for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith(".")]


def load_own_forms(folder: Path, base: InUse, wanted: Sequence[Path] = ()) -> OwnForms:
    """Everything usable below ``folder`` but drafts, and below each ``wanted`` folder with them, which stands
    for one of the same name. Never raises for a file.
    """
    loading = _Loading(base, OwnForms(folder), wanted)
    try:
        there = own_folders(folder) if folder.is_dir() else []
    except OSError:
        loading.own.complaints.append(Complaint(folder, None, "", _("The folder can't be read.")))
        there = []
    names = {path.name for path in wanted}
    loading.load([*(path for path in there if path.name not in names), *wanted])
    return loading.own


class _Loading:
    """One pass over all folders, kind of file by kind of file, for later ones refer to earlier ones."""

    def __init__(self, base: InUse, own: OwnForms, wanted: Sequence[Path]) -> None:
        self.base, self.own, self.wanted = base, own, wanted
        self.procedure_paths = dict(base.procedure_paths)
        self._top = cache(_top)

    def load(self, folders: Iterable[Path]) -> None:
        used = [folder for folder in folders if self._is_in_use(folder)]
        found = {
            kind: [path for folder in used if (path := folder / f"{kind}.yaml").is_file()]
            for kind in OWN_FILES
        }
        self._each(found["form"], "form", self._take_form)
        self._each(found["names"], "names", self._take_names)
        for path in found["procedure"]:
            code = self._text(path, "code")
            self.procedure_paths |= {code: path} if code and self._may_stand_for(path, code) else {}
        self._each(found["procedure"], "procedure", self._take_procedure)
        self._each(found["autofill"], "autofill", self._take_autofill)
        self._each(found["print"], "print", self._take_print)

    def _may_stand_for(self, path: Path, code: str) -> bool:
        return code not in self.base.procedure_paths or bool(self._text(path, "replaces"))

    def _text(self, path: Path, key: str) -> str:
        """The text under a key at the top of a file; empty where there is none."""
        value = self._top(path).get(key)
        return value if isinstance(value, str) else ""

    def _is_in_use(self, folder: Path) -> bool:
        for path in sorted(folder.glob("*.y*ml")):
            if path.stem not in OWN_FILES or path.suffix != ".yaml":
                there_are = ", ".join(f"{kind}.yaml" for kind in OWN_FILES)
                told = _("No file of this name is read; there are: {keys}").format(keys=there_are)
                self.own.complaints.append(Complaint(path, None, "", told))
        if not any(self._top(folder / f"{kind}.yaml").get("draft") for kind in OWN_FILES):
            return True
        self.own.drafts.append(folder)
        return folder in self.wanted

    def _each(self, paths: Iterable[Path], kind: str, take: Any) -> None:
        for path in paths:
            content = self._procedure_data if kind == "procedure" else read_yaml
            model, complaints = read_with_complaints(path, kind, content)
            if isinstance(model, Own) and (cause := self._waits_for(model)):
                told = _("It waits for {file}, in which something is wrong.")
                complaints = [Complaint(path, None, "", told.format(file=cause.name), follows=True)]
            elif isinstance(model, Own):
                complaints = [located(path, *told) for told in dict.fromkeys(take(path, model))]
                self.own.files |= {} if complaints else {path: model}
            if complaints:
                self.own.complaints += complaints
                name = self._text(path, "code" if kind == "procedure" else "kind")
                self.own.left_out |= {name: path} if name and kind in ("form", "procedure") else {}

    def _waits_for(self, model: Own) -> Path | None:
        """The file of a kind that ``model`` names and that is left out itself."""
        if isinstance(model, OwnProcedure):
            rules = (rule for edition in model.editions for rule in edition.ruled())
            kinds = {kind for edition in model.editions for kind in edition.forms}
            kinds |= {kind for rule in rules if isinstance(rule, DocumentRule) for kind in rule.kinds()}
        else:
            kinds = {getattr(model, "form", "")}
        missing = sorted((kinds & self.own.left_out.keys()) - self._papers().keys())
        return self.own.left_out[missing[0]] if missing else None

    def _procedure_data(self, path: Path) -> Any:
        """The file with blocks and earlier editions worked in."""
        code = self._text(path, "code")
        if not code:
            return read_yaml(path)
        return ProcedureFiles({**self.procedure_paths, code: path}, self.base.shared).data(code)

    def _taken(
        self, path: Path, own: Own, name: str, key: str, there: Iterable[str], mine: Iterable[str]
    ) -> Iterator[Told]:
        """What speaks against a name: it is the catalogue's or another folder's already."""
        if name in mine:
            yield key, _("Another folder describes {name} already.").format(name=name)
        elif name in there and not own.replaces:
            told = _(
                "The catalogue has {name} already; to use yours instead of it, write: replaces: “{version}”"
            )
            yield key, told.format(name=name, version=self.base.version)
        elif own.replaces and name not in there:
            yield "replaces", _("The catalogue has no {name} that could be replaced.").format(name=name)
        elif own.replaces:
            self.own.replaced.append(Replacement(path, name, own.replaces, self.base.version))

    def _take_form(self, path: Path, form: OwnForm) -> Iterator[Told]:
        told = list(self._taken(path, form, form.kind, "kind", self.base.papers, self.own.papers))
        if form.replaces and (theirs := self.base.papers.get(form.kind)):
            told += (
                ("editions", _("It lacks the field {key}, which the catalogue's form has.").format(key=key))
                for key in theirs.fields()
                if key not in form.fields()
            )
        yield from told
        if not told:
            self.own.papers[form.kind] = form

    def _take_names(self, path: Path, names: OwnNames) -> Iterator[Told]:
        told: list[Told] = []
        for part in ("roles", "attributes", "whole"):
            theirs, ours = getattr(self.base.names, part), getattr(self.own, part)
            for name, texts in getattr(names, part).items():
                earlier = ours.get(name) or theirs.get(name)
                if earlier not in (None, texts) and not names.replaces:
                    told.append(
                        (
                            name,
                            _("{name} is called otherwise already: {text}").format(
                                name=name, text=earlier["vi"]
                            ),
                        )
                    )
        if not told:
            self.own.roles |= names.roles
            self.own.attributes |= names.attributes
            self.own.whole |= names.whole
            if names.replaces:
                self.own.replaced.append(Replacement(path, "names", names.replaces, self.base.version))
        yield from told

    def _take_procedure(self, path: Path, procedure: OwnProcedure) -> Iterator[Told]:
        code = procedure.code
        told = list(
            self._taken(path, procedure, code, "code", self.base.procedure_paths, self.own.procedures)
        )
        known = Nameable(self._papers(), self.procedure_paths, tuple(self.base.sayings), lambda _key: True)
        told += procedure_problems(procedure, known)
        yield from told
        if not told:
            self.own.procedures[code] = procedure

    def _take_autofill(self, path: Path, plan: OwnAutofill) -> Iterator[Told]:
        name = plan.procedure or plan.form
        told = list(self._taken(path, plan, name, "form", self.base.autofills, self.own.autofill))
        told += autofill_problems(plan, self._papers())
        yield from told
        if not told:
            self.own.autofill[name] = plan

    def _take_print(self, path: Path, layout: OwnPrint) -> Iterator[Told]:
        told = list(self._taken(path, layout, layout.form, "form", self.base.prints, self.own.prints))
        paper = self._papers().get(layout.form)
        if paper is None:
            told.append(("form", _("There is no kind of paper called {name}.").format(name=layout.form)))
        else:
            told += print_problems(paper, layout)
        yield from told
        if not told:
            self.own.prints[layout.form] = layout

    def _papers(self) -> dict[str, DocumentType]:
        return {**self.base.papers, **self.own.papers}


def _top(path: Path) -> dict[str, Any]:
    """The keys at the top of a file, also of one that is broken otherwise; none where it is no YAML."""
    try:
        within_limits(path)
        data = read_yaml(path)
    except (TemplateError, OSError):
        return {}
    return data if isinstance(data, dict) else {}
