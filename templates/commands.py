"""``sohoa forms``: look at the papers and procedures this program knows, and check the data files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from templates.completion import kinds_and_procedures
from templates.messages import _
from templates.options import AsJson


def register(app: typer.Typer) -> None:
    """Mount ``forms list``, ``show``, ``check``, ``update``, ``restore`` and ``pack``."""
    group = forms_group(app)
    group.command("list", help=_("List all kinds of paper and all procedures."))(forms_list)
    group.command("show", help=_("Show one kind of paper or one procedure."))(forms_show)
    group.command("check", help=_("Check the data files and list what is not verified yet."))(forms_check)
    group.command("update", help=_("Take a newer catalogue (bundle) into use, whole or not at all."))(update)
    group.command("restore", help=_("Go back to the catalogue in use before the last update."))(restore)
    group.command("pack", help=_("Write the data files in use, or a folder of them, as a bundle."))(pack)


def forms_group(app: typer.Typer) -> typer.Typer:
    """The group ``forms`` of ``app``, made when first asked for: another room has commands in it, too."""
    for mounted in app.registered_groups:
        if mounted.name == "forms" and mounted.typer_instance is not None:
            return mounted.typer_instance
    group = typer.Typer(no_args_is_help=True, help=_("Papers and procedures this program knows."))
    app.add_typer(group, name="forms")
    return group


def forms_list(as_json: AsJson = False) -> None:
    from templates.catalogue import load_catalogue
    from templates.tables import papers_table, procedures_table

    catalogue = load_catalogue()
    if as_json:
        _print_json(
            {
                "papers": [_paper_line(paper) for paper in catalogue.papers.values()],
                "procedures": [_procedure_line(p) for p in catalogue.procedures.values()],
            }
        )
        return
    _print(papers_table(catalogue), procedures_table(catalogue))


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
    from templates.catalogue import load_catalogue
    from templates.tables import paper_tables, procedure_tables

    catalogue = load_catalogue()
    if name[:1].isdigit():
        procedure = catalogue.procedure_named(name)
        if as_json:
            _print_json(procedure.model_dump(mode="json", by_alias=True, exclude_none=True))
        else:
            _print(*procedure_tables(procedure, catalogue))
        return
    paper = catalogue.paper(name)
    if as_json:
        _print_json(paper.model_dump(mode="json", exclude_none=True))
    else:
        _print(*paper_tables(paper, catalogue))


def forms_check(as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from templates.catalogue import load_catalogue
    from templates.consistency import merged, problems, unverified
    from templates.errors import TemplateError
    from templates.tables import notes_table

    catalogue = load_catalogue()
    wrong, open_points = problems(catalogue), unverified(catalogue)
    if as_json:
        _print_json({"problems": [asdict(n) for n in wrong], "unverified": [asdict(n) for n in open_points]})
    else:
        if wrong:
            _print(notes_table(_("Contradictions in the data files"), wrong))
        _print(notes_table(_("Not verified yet"), merged(open_points)))
    if wrong:
        raise TemplateError(
            _("The data files contradict each other in {count} places.").format(count=len(wrong)),
            _("Restore the file from the installation, or undo the last change made to it."),
        )


def update(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The bundle, a ZIP file."))],
    as_json: AsJson = False,
) -> None:
    from templates.bundles import install

    change = install(file, _data_home())
    if as_json:
        _print_json({"version": change.version, "before": change.before, "procedures": change.procedures})
        return
    _print(
        _("Catalogue {version} is in use ({count} procedures).").format(
            version=change.version, count=change.procedures
        )
    )


def restore(as_json: AsJson = False) -> None:
    from templates.bundles import restore as go_back

    change = go_back(_data_home())
    if as_json:
        _print_json({"version": change.version, "before": change.before})
    elif change.version:
        _print(_("Catalogue {version} is in use again.").format(version=change.version))
    else:
        _print(_("The catalogue that came with the program is in use again."))


def pack(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The bundle to write, a ZIP file."))],
    version: Annotated[
        str, typer.Option("--bundle-version", metavar="N.N.N", help=_("Its version, such as 2027.3.1."))
    ],
    folder: Annotated[
        Path | None, typer.Option("--folder", help=_("Data files to pack (otherwise those in use)."))
    ] = None,
) -> None:
    from templates.active import active_root
    from templates.bundles import pack as write

    manifest = write(folder or active_root(), file, version)
    _print(
        _("{file}: version {version}, {count} files").format(
            file=file.name, version=manifest.version, count=len(manifest.files)
        )
    )


def _data_home() -> Path:
    from templates.active import data_home
    from templates.errors import UsageError

    folder = data_home()
    if folder is None:
        raise UsageError(
            _("Nobody said where the program keeps its data."),
            _("Give the folder with --home or SOHOA_HOME."),
        )
    return folder


def _paper_line(paper: Any) -> dict[str, object]:
    editions = [{"id": e.id, "since": e.since, "unverified": e.unverified} for e in paper.editions]
    return {"kind": paper.kind, "name": paper.name, "role": paper.role, "editions": editions}


def _procedure_line(procedure: Any) -> dict[str, object]:
    editions = [
        {"id": e.id, "since": e.since, "until": e.until, "unverified": e.unverified}
        for e in procedure.editions
    ]
    return {"code": procedure.code, "name": procedure.name, "editions": editions}


def _print(*tables: Any) -> None:
    """Results on standard output. Rich honours NO_COLOR and is 80 columns wide off a terminal."""
    from rich.console import Console

    console = Console(highlight=False, emoji=False)
    for table in tables:
        console.print(table, markup=False)


def _print_json(value: object) -> None:
    import json

    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")
