# SPDX-License-Identifier: Apache-2.0
"""``sohoa forms new``: draft the files of a form from a blank one, for a person to finish."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from templates.language.messages import _, ngettext
from templates.system import move_into_place

if TYPE_CHECKING:
    from templates.model.document_types import DocumentType


def register(app: typer.Typer) -> None:
    """Mount ``forms new`` beside ``forms try``."""
    from templates.desk.commands import forms_group

    forms_group(app).command(
        "new", help=_("Draft the files of a form of your own from a blank one; to be finished by hand.")
    )(forms_new)


def forms_new(
    form: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("The blank form: PDF, JPEG, PNG or TIFF file."))
    ],
    kind: Annotated[str, typer.Option("--kind", help=_("Key of the new kind of paper."))] = "",
    procedure: Annotated[
        str,
        typer.Option("--procedure", metavar="CODE", help=_("Code of its procedure in the national list.")),
    ] = "",
    page: Annotated[int, typer.Option("--page", min=1, help=_("Page of the file."))] = 1,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            allow_dash=True,
            help=_("Write only the form's template there (-: to the screen); it must not exist yet."),
        ),
    ] = None,
) -> None:
    from batch.desk.screens.form_yaml import draft_yaml
    from intake.desk.console import say

    if output is None:
        _write_own_form(form, page, kind, procedure)
        return
    paper = drafted(form, page, kind)
    if str(output) == "-":
        typer.echo(draft_yaml(paper), nl=False)
    else:
        write_draft(output, draft_yaml(paper))
    say(
        ngettext(
            "{count} field drafted; compare it with the form.",
            "{count} fields drafted; compare them with the form.",
            len(paper.fields()),
        ).format(count=len(paper.fields()))
    )


def _write_own_form(form: Path, page: int, kind: str, procedure: str) -> None:
    """All files of an own form that are not there yet; those that are stay, and the others follow them."""
    from batch.desk.screens.form_stubs import form_stub_text, other_stub_texts
    from intake.desk.console import say, show
    from templates.catalogue.loading import load_catalogue
    from templates.catalogue.schema import write_schemas

    home = _own_forms_home()
    catalogue = load_catalogue()
    begun = home / kind / "form.yaml"
    paper = own_template(begun) if kind and begun.is_file() else None
    texts = {}
    if paper is None:
        paper = drafted(form, page, kind)
        texts["form"] = form_stub_text(paper)
    texts |= other_stub_texts(paper, catalogue.codes.field_names, procedure)
    folder = home / paper.kind
    folder.mkdir(parents=True, exist_ok=True)
    write_schemas(home / ".schema")
    for name, text in texts.items():
        path = folder / f"{name}.yaml"
        if not path.exists():
            write_draft(path, text)
            show(str(path))
    say(
        ngettext(
            "{count} field drafted; compare it with the form.",
            "{count} fields drafted; compare them with the form.",
            len(paper.fields()),
        ).format(count=len(paper.fields()))
    )
    say(_("Then: sohoa forms check {folder}").format(folder=folder))


def _own_forms_home() -> Path:
    """The folder of own forms, made where there is none; raises DraftError where that can't be."""
    from batch.errors import DraftError
    from intake.settings.current import current_settings
    from templates.files.active import own_forms_home

    folder = own_forms_home() or current_settings().home / "forms"
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise DraftError.not_written() from error
    return folder


def own_template(path: Path) -> DocumentType:
    """A form's template anywhere, as its author wrote it; raises OwnFileError for one with faults."""
    from templates.catalogue.complaints import OwnFileError, read_with_complaints
    from templates.model.document_types import DocumentType

    paper, complaints = read_with_complaints(path, "form")
    if not isinstance(paper, DocumentType):
        raise OwnFileError(complaints[0])
    return paper


def write_draft(path: Path, text: str) -> None:
    """Write ``text`` whole or not at all; raises DraftError, also where something is there already."""
    from batch.errors import DraftError

    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        _put_where_nothing_is(partial, path)
    except OSError as error:
        raise DraftError.not_written() from error
    finally:
        partial.unlink(missing_ok=True)


def _put_where_nothing_is(partial: Path, path: Path) -> None:
    """Give a finished file its name; raises OSError where it can't be or something has the name.

    A rename would replace somebody's finished template. Memory sticks know no second name for a file: there
    the name is taken first, with nothing in it, and then replaced.
    """
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:
        path.open("x").close()
        try:
            move_into_place(partial, path)
        except OSError:
            path.unlink(missing_ok=True)
            raise


def drafted(form: Path, page: int, kind: str) -> DocumentType:
    """The draft of one page; raises DraftError where there is nothing of a form on it."""
    from batch.services import form_pages
    from intake.dossier.deadline.local_time import local_day
    from intake.reading.page_work import how_to_open
    from intake.settings.clock import utc_now
    from intake.settings.current import current_settings

    return form_pages.drafted(form, page, kind, how_to_open(current_settings()), local_day(utc_now()))
