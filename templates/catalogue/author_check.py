# SPDX-License-Identifier: Apache-2.0
"""Everything an author should know of the files they have written: what is wrong, left off, or not verified.

Only the files given are judged, against the catalogue in use and the office's other own forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from templates.catalogue.complaints import Complaint, kind_of_file, located, read_with_complaints
from templates.catalogue.consistency import Note, known_names, unverified_in_paper, unverified_in_procedure
from templates.catalogue.form_consistency import autofill_problems, print_gaps, print_problems
from templates.catalogue.layering import base_of, layered
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.catalogue.own_forms import load_own_forms, own_folders
from templates.catalogue.own_outcome import OwnForms
from templates.catalogue.procedure_consistency import procedure_problems
from templates.errors import TemplateError
from templates.files.active import own_forms_home
from templates.files.datafiles import load, read_yaml
from templates.language.messages import _
from templates.model.autofill_map import AutofillMap
from templates.model.charges.fee_consistency import fee_problems
from templates.model.charges.province_fees import FILE as FEES
from templates.model.charges.province_fees import ProvinceFees
from templates.model.document_types import DocumentType
from templates.model.form_lines import FormLayouts
from templates.model.own_files import OWN_FILES, OwnForm, OwnPrint
from templates.model.procedures import Procedure
from templates.model.shared_rules import ProcedureFiles, SharedRules


@dataclass
class Checked:
    """``complaints`` must be mended, ``notes`` only be known; ``unverified`` is what its author marked so."""

    files: int = 0
    complaints: list[Complaint] = field(default_factory=list)
    notes: list[Complaint] = field(default_factory=list)
    unverified: list[Note] = field(default_factory=list)


def check_files(paths: Sequence[Path], catalogue: Catalogue) -> Checked:
    """Check the files, and all files of the folders, among ``paths``."""
    checked = Checked()
    files = [file for path in paths for file in _files(path, checked)]
    checked.files = len(files)
    own = [path for path in files if _is_own(path)]
    if own:
        _check_own(own, load_catalogue(catalogue.root), checked)
    for path in files:
        if path not in own:
            _check_alone(path, catalogue, checked)
    return checked


def check_own_forms(catalogue: Catalogue) -> Checked:
    """Check all own forms, drafts too; ``files`` counts those of the catalogue as well."""
    home = own_forms_home()
    own = [*own_folders(home), *home.glob(FEES)] if home and home.is_dir() else []
    checked = check_files(own, catalogue)
    checked.files += sum(1 for _path in catalogue.root.rglob("*.yaml"))
    return checked


def _files(path: Path, checked: Checked) -> Iterator[Path]:
    """The file itself, or those of a folder and the folders in it."""
    if path.is_dir():
        inside = sorted(path.glob("*.yaml"))
        if all(file.name == FEES for file in inside):  # the folder of all own forms
            inside += [p for f in own_folders(path) for p in sorted(f.glob("*.yaml"))]
        if not inside:
            checked.complaints.append(Complaint(path, None, "", _("There is no YAML file in this folder.")))
        yield from inside
    elif path.is_file():
        yield path
    else:
        checked.complaints.append(Complaint(path, None, "", _("It is not there.")))


def _is_own(path: Path) -> bool:
    return path.stem in OWN_FILES and not (path.parent.parent / "catalogue.yaml").is_file()


def _check_own(files: Iterable[Path], catalogue: Catalogue, checked: Checked) -> None:
    """With all files of their folders, drafts too, as if they were in use."""
    wanted = list(dict.fromkeys(path.parent.resolve() for path in files))
    home = own_forms_home() or Path("/nonexistent")
    own = load_own_forms(home.resolve(), base_of(catalogue), wanted)
    named = {path.resolve(): path for path in files}
    told = [c for c in own.complaints if c.path in named or c.path in wanted]
    checked.complaints += [complaint for complaint in told if not complaint.follows]
    checked.notes += [complaint for complaint in told if complaint.follows]
    around = layered(catalogue, own)
    for path in sorted(named):
        checked.notes += _notes(path, own, around)
        checked.unverified += _unverified(own.files.get(path))


def _notes(path: Path, own: OwnForms, catalogue: Catalogue) -> Iterator[Complaint]:
    model = own.files.get(path)
    if isinstance(model, OwnForm):
        if path.parent in own.drafts:
            told = _("A draft, which is not used yet; when it is finished, take out: draft: true")
            yield located(path, "draft", told)
        if model.role == "form" and not (path.parent / "print.yaml").is_file():
            yield Complaint(path, None, "", _("No print.yaml: the form is printed as its labels stand."))
    elif isinstance(model, OwnPrint):
        yield from (located(path, *told) for told in print_gaps(catalogue.document_type(model.form), model))


def _unverified(model: BaseModel | None) -> Iterable[Note]:
    if isinstance(model, DocumentType):
        return unverified_in_paper(model)
    return unverified_in_procedure(model) if isinstance(model, Procedure) else ()


def _check_alone(path: Path, catalogue: Catalogue, checked: Checked) -> None:
    """A file of a catalogue, or one that only its keys tell."""
    try:
        kind = kind_of_file(path, read_yaml(path))
    except TemplateError:
        kind = kind_of_file(path) or "form"  # no YAML at all: any kind says so
    if kind is None:
        told = _("Neither its name nor its keys tell what it is; there are: {keys}")
        names = ", ".join(f"{name}.yaml" for name in OWN_FILES)
        checked.complaints.append(Complaint(path, None, "", told.format(keys=names)))
        return
    root = path.resolve().parent.parent
    around = load_catalogue(root) if (root / "catalogue.yaml").is_file() else catalogue
    content = _expanded(around.root) if kind == "procedure" else read_yaml
    model, complaints = read_with_complaints(path, kind, content)
    checked.complaints += complaints
    if model is not None:
        checked.complaints += (located(path, *told) for told in dict.fromkeys(_contradictions(model, around)))
        checked.unverified += _unverified(model)


def _expanded(root: Path) -> Callable[[Path], Any]:
    """How a procedure's file is read with the blocks and editions of a catalogue worked in."""

    def content(path: Path) -> Any:
        paths = {p.stem: p for p in (root / "procedures").glob("*.yaml")}
        shared = load(SharedRules, root / "shared-rules.yaml")
        return ProcedureFiles({**paths, path.stem: path}, shared).data(path.stem)

    return content


def _contradictions(model: BaseModel, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    match model:
        case Procedure():
            yield from procedure_problems(model, known_names(catalogue))
        case AutofillMap():
            yield from autofill_problems(model, catalogue.document_types)
        case OwnPrint() if model.form in catalogue.document_types:
            yield from print_problems(catalogue.document_types[model.form], model)
        case ProvinceFees():
            yield from fee_problems(model, catalogue.units.merged_provinces, catalogue.procedures)
        case FormLayouts():
            for kind, layout in model.forms.items():
                if kind in catalogue.document_types:
                    yield from print_problems(catalogue.document_types[kind], layout)
