# SPDX-License-Identifier: Apache-2.0
"""``sohoa forms try``: how the template of a form matches a scan, for those who write templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from templates.desk.options import AsJson
from templates.language.messages import _

if TYPE_CHECKING:
    from ocr.drafting.trial import FormTrial
    from templates.model.document_types import DocumentType


def register(app: typer.Typer) -> None:
    """Mount ``forms try`` beside the commands that only look at the data."""
    from templates.desk.commands import forms_group

    forms_group(app).command("try", help=_("Show how a form's template matches a scan; nothing is stored."))(
        forms_try
    )


def forms_try(
    form: Annotated[
        str, typer.Argument(metavar="KIND|FILE.yaml", help=_("Kind of paper, or the file of a template."))
    ],
    scan: Annotated[Path, typer.Argument(metavar="SCAN", help=_("PDF, JPEG, PNG or TIFF file."))],
    page: Annotated[int, typer.Option("--page", min=1, help=_("Page of the scan."))] = 1,
    as_json: AsJson = False,
) -> None:
    from dataclasses import asdict

    from batch.services.form_pages import tried
    from intake.desk.console import print_json, show
    from intake.reading.page_work import how_to_open
    from intake.settings.current import current_settings

    paper = paper_named(form)
    trial = tried(scan, page, paper, how_to_open(current_settings()))
    if as_json:
        print_json({"kind": paper.kind, **asdict(trial)} if trial else {"kind": paper.kind, "edition": None})
    elif trial is None:
        show(form, _("Nothing on this page is like this form."))
    else:
        show_trial(paper.kind, trial)
    if trial is None:
        raise typer.Exit(1)


def paper_named(form: str) -> DocumentType:
    """The paper of a kind, also of a draft, or of a template file anywhere; raises SohoaError."""
    from batch.desk.commands.forms_new import own_template
    from templates.catalogue.loading import load_catalogue
    from templates.files.active import own_forms_home

    if form.endswith((".yaml", ".yml")):
        return own_template(Path(form))
    catalogue, home = load_catalogue(), own_forms_home()
    draft = home / form / "form.yaml" if home else Path()
    return (
        own_template(draft)
        if form not in catalogue.document_types and draft.is_file()
        else catalogue.document_type(form)
    )


def show_trial(kind: str, trial: FormTrial) -> None:
    """A table of all labels, those not found with a dash."""
    from intake.desk.console import show_table

    title = _("{kind}, edition {edition}: {coverage} % of the labels found, kind sure to {sure} %").format(
        kind=kind,
        edition=trial.edition,
        coverage=int(100 * trial.coverage),
        sure=int(100 * trial.confidence),
    )
    rows = [
        (
            label.label,
            f"{int(100 * label.similarity)} %" if label.line else "–",
            str(label.line or ""),
            label.field or "",
            label.text,
        )
        for label in trial.labels
    ]
    show_table([_("Label"), _("Similar"), _("Line"), _("Field"), _("Read")], rows, title=title, whole=[3])
