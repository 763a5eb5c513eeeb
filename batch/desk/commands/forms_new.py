"""``sohoa forms new``: draft a template from a blank form, for a person to finish."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from templates.language.messages import _

if TYPE_CHECKING:
    from templates.model.document_types import DocumentType


def register(app: typer.Typer) -> None:
    """Mount ``forms new`` beside ``forms try``."""
    from templates.desk.commands import forms_group

    forms_group(app).command(
        "new", help=_("Draft the template of a form from a blank one; to be finished by hand.")
    )(forms_new)


def forms_new(
    form: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("The blank form: PDF, JPEG, PNG or TIFF file."))
    ],
    kind: Annotated[str, typer.Option("--kind", help=_("Key of the new kind of paper."))] = "",
    page: Annotated[int, typer.Option("--page", min=1, help=_("Page of the file."))] = 1,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=_("Write the draft there; it must not exist yet."))
    ] = None,
) -> None:
    from batch.desk.screens.form_yaml import draft_yaml
    from intake.desk.console import say

    paper = drafted(form, page, kind)
    text = draft_yaml(paper)
    if output is None:
        typer.echo(text, nl=False)
    else:
        write_draft(output, text)
    fields = len(paper.fields())
    say(_("{count} fields drafted; compare them with the form.").format(count=fields))


def write_draft(path: Path, text: str) -> None:
    """Write ``text`` whole or not at all; raises DraftError, also where something is there already."""
    from batch.errors import DraftError

    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(partial, path)  # unlike a rename it never replaces somebody's finished template
    except OSError as error:
        raise DraftError.not_written() from error
    finally:
        partial.unlink(missing_ok=True)


def drafted(form: Path, page: int, kind: str) -> DocumentType:
    """The draft of one page; raises DraftError where there is nothing of a form on it."""
    from datetime import UTC, datetime

    from batch.desk.screens.form_page import page_of_form
    from batch.errors import DraftError
    from ocr.drafting.draft import draft_of
    from ocr.drafting.hints import learnt
    from ocr.drafting.rows import form_rows
    from ocr.layout.prepare import is_blank, lit_copy
    from ocr.page.words import upright_text
    from ocr.recognise.choice import BUILT_IN
    from ocr.recognise.registry import recognisers
    from templates.catalogue.loading import load_catalogue

    loaded = page_of_form(form, page)
    lit = lit_copy(loaded.image)
    if is_blank(lit):
        raise DraftError.no_form()
    text = upright_text(lit, loaded.dpi, recognisers(BUILT_IN), loaded.text)
    hints = learnt(load_catalogue().papers.values())
    today = datetime.now(UTC).date()
    paper = draft_of(form_rows(text), hints, kind=kind, source=form.name, since=today)
    if not paper.fields():
        raise DraftError.no_form()
    return paper
