# SPDX-License-Identifier: Apache-2.0
"""``sohoa forms``: look at the papers and procedures this program knows, and check the data files."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from templates.desk.command_line import App
from templates.desk.completion import kinds_and_procedures
from templates.desk.options import AsJson
from templates.desk.terminal import print_json, print_lines
from templates.language.messages import _


def register(app: typer.Typer) -> None:
    """Mount all that looks at the data files, and what :mod:`templates.desk.bundle_commands` has."""
    from templates.desk.bundle_commands import pack, restore, update
    from templates.desk.check_command import forms_check, forms_schema

    group = forms_group(app)
    group.command("list", help=_("List all kinds of paper and all procedures."))(forms_list)
    group.command("show", help=_("Show one kind of paper or one procedure."))(forms_show)
    group.command("check", help=_("Check all data files, or only those given."))(forms_check)
    group.command("schema", help=_("Write JSON Schemas, by which an editor completes keys."))(forms_schema)
    group.command("update", help=_("Take a newer catalogue (bundle) into use, whole or not at all."))(update)
    group.command("restore", help=_("Go back to the catalogue in use before the last update."))(restore)
    group.command("pack", help=_("Write the data files in use, or a folder of them, as a bundle."))(pack)


def forms_group(app: typer.Typer) -> typer.Typer:
    """The group ``forms`` of ``app``, made when first asked for: another room has commands in it, too."""
    for mounted in app.registered_groups:
        if mounted.name == "forms" and mounted.typer_instance is not None:
            return mounted.typer_instance
    group = App(no_args_is_help=True)
    app.add_typer(group, name="forms")
    return group


def forms_list(as_json: AsJson = False) -> None:
    from templates.catalogue.loading import load_catalogue
    from templates.catalogue.own_outcome import own_forms_lines
    from templates.desk.tables import papers_table, procedures_table

    catalogue = load_catalogue()
    if as_json:
        print_json(
            {
                "papers": [_paper_line(paper) for paper in catalogue.document_types.values()],
                "procedures": [_procedure_line(p) for p in catalogue.procedures.values()],
                "not_used": list(own_forms_lines(catalogue.own)) if catalogue.own else [],
            }
        )
        return
    print_lines(papers_table(catalogue), procedures_table(catalogue))
    if catalogue.own and (told := list(own_forms_lines(catalogue.own))):
        print_lines(_("Of your own forms:"), *told)


def forms_show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="KIND|CODE",
            help=_("Kind of paper or code of a procedure."),
            autocompletion=kinds_and_procedures,
        ),
    ],
    as_json: AsJson = False,
) -> None:
    from templates.catalogue.loading import load_catalogue
    from templates.desk.tables import paper_tables, procedure_tables

    catalogue = load_catalogue()
    if name[:1].isdigit():
        procedure = catalogue.procedure_named(name)
        if as_json:
            print_json(procedure.model_dump(mode="json", by_alias=True, exclude_none=True))
        else:
            print_lines(*procedure_tables(procedure, catalogue))
        return
    paper = catalogue.document_type(name)
    if as_json:
        print_json(paper.model_dump(mode="json", exclude_none=True))
    else:
        print_lines(*paper_tables(paper, catalogue))


def _paper_line(paper: Any) -> dict[str, object]:
    editions = [{"id": e.id, "since": e.since, "unverified": e.unverified} for e in paper.editions]
    return {"kind": paper.kind, "name": paper.name, "role": paper.role, "editions": editions, **_whose(paper)}


def _procedure_line(procedure: Any) -> dict[str, object]:
    editions = [
        {"id": e.id, "since": e.since, "until": e.until, "unverified": e.unverified}
        for e in procedure.editions
    ]
    return {"code": procedure.code, "name": procedure.name, "editions": editions, **_whose(procedure)}


def _whose(model: Any) -> dict[str, object]:
    """Whether the office itself wrote it, and over which catalogue's file."""
    from templates.model.own_files import Own

    return {"own": isinstance(model, Own), "replaces": getattr(model, "replaces", "")}
