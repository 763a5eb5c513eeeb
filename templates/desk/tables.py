# SPDX-License-Identifier: Apache-2.0
"""The catalogue as tables for an 80-column terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Literal

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from templates.catalogue.complaints import Complaint, place_of
from templates.catalogue.consistency import Note
from templates.catalogue.loading import Catalogue
from templates.language.messages import _, current_language
from templates.model.document_types import DocumentType
from templates.model.procedures import Procedure, ProcedureEdition, Question
from templates.model.rules import DocumentRule, FieldRule


def papers_table(catalogue: Catalogue) -> Table:
    """All kinds of paper, one a line."""
    own = catalogue.own.papers if catalogue.own else {}
    rows = (
        (paper.kind, _whose(catalogue.paper_name(paper.kind), own.get(paper.kind)), _editions(paper.editions))
        for paper in catalogue.document_types.values()
    )
    return _table(_("Kinds of paper"), (_("Kind"), _("Name"), _("Editions")), rows)


def procedures_table(catalogue: Catalogue) -> Table:
    """All procedures, one a line."""
    own = catalogue.own.procedures if catalogue.own else {}
    rows = (
        (
            procedure.code,
            _whose(procedure.name[_lang()], own.get(procedure.code)),
            _editions(procedure.editions),
        )
        for procedure in catalogue.procedures.values()
    )
    return _table(_("Procedures"), (_("Code"), _("Name"), _("Editions")), rows)


def paper_tables(paper: DocumentType, catalogue: Catalogue) -> Iterator[Table]:
    """One kind of paper: its editions and its fields."""
    editions = ((e.id, _day(e.since), _mark(e.source, e.unverified)) for e in paper.editions)
    name = f"{paper.kind}: {catalogue.paper_name(paper.kind)}"
    yield _table(name, (_("Edition"), _("In force from"), _("Source")), editions)
    fields = ((key, kind.value, catalogue.field_name(key)) for key, kind in paper.fields().items())
    yield _table(_("Fields"), (_("Key"), _("Type"), _("Name")), fields)


def procedure_tables(procedure: Procedure, catalogue: Catalogue) -> Iterator[Table]:
    """One procedure: its editions, then the rules of the newest that does not lie in the future."""
    rows = ((e.id, _day(e.since), _day(e.until), _mark(e.source, e.unverified)) for e in procedure.editions)
    columns = (_("Edition"), _("In force from"), _("to"), _("Source"))
    yield _table(f"{procedure.code}: {procedure.name[_lang()]}", columns, rows)
    past = [e for e in procedure.editions if e.since <= date.today()]  # noqa: DTZ011 (a day to choose what to show)
    yield from _edition_tables(past[-1] if past else procedure.editions[0], catalogue)


def _edition_tables(edition: ProcedureEdition, catalogue: Catalogue) -> Iterator[Table]:
    law = (_("Rule"), _("What"), _("Law"))
    submit = (_paper_row(rule, catalogue) for rule in (edition.form_rule, *edition.submit))
    yield _table(_("Papers to submit (edition {edition})").format(edition=edition.id), law, submit)
    yield _table(_("Papers only to be shown"), law, (_paper_row(rule, catalogue) for rule in edition.show))
    yield _table(_("Fields to be filled"), law, (_field_row(rule, catalogue) for rule in edition.fields))
    across = ((rule.id, rule.check, _mark(rule.law, rule.unverified)) for rule in edition.rules)
    yield _table(_("Rules across papers"), law, across)
    questions = ((q.name, q.ask[_lang()], _default(q)) for q in edition.questions)
    yield _table(_("Questions"), (_("Name"), _("Question"), _("Unless answered")), questions)
    codes = ((catalogue.paper_name(c.kind), _mark(c.code or "–", c.unverified)) for c in edition.components)
    yield _table(_("Component codes"), (_("Paper"), _("Code")), codes)
    fees = ((fee.name[_lang()], _fee(fee.amount_vnd), _mark(fee.law, fee.unverified)) for fee in edition.fees)
    yield _table(_("Fees"), (_("Fee"), _("Amount"), _("Law")), fees)


def notes_table(title: str, notes: Iterable[Note]) -> Table:
    """Places in the data files with a remark each."""
    rows = ((note.file, note.place, note.text) for note in notes)
    return _table(title, (_("File"), _("Place"), _("Remark")), rows)


def _whose(name: str, own: object) -> str:
    """A name with a mark where the office itself wrote what stands behind it."""
    if own is None:
        return name
    mark = (
        _("{text} [own, instead of the catalogue's]") if getattr(own, "replaces", "") else _("{text} [own]")
    )
    return mark.format(text=name)


def complaint_lines(complaints: Iterable[Complaint]) -> Iterator[Text | Padding]:
    """File by file what is wrong at which line and key."""
    for file, found in groupby(complaints, key=lambda complaint: complaint.file):
        yield Text(file, style="bold")
        for one in found:
            place = place_of(one)
            yield Padding(Text(one.text if place == "-" else f"{place}: {one.text}"), (0, 0, 0, 2))


def _paper_row(rule: DocumentRule, catalogue: Catalogue) -> tuple[str, str, str]:
    papers = _(", otherwise ").join(catalogue.paper_name(choice.kind) for choice in rule.choices)
    condition = _(" (under a condition)") if rule.when else ""
    return rule.id, papers + condition, _mark(rule.law, rule.unverified)


def _field_row(rule: FieldRule, catalogue: Catalogue) -> tuple[str, str, str]:
    names = "; ".join(catalogue.field_name(key) for key in rule.keys)
    condition = _(" (under a condition)") if rule.when or rule.editions else ""
    return rule.id, names + condition, _mark(rule.law, rule.unverified)


def _default(question: Question) -> str:
    if question.default is None:
        return _("ask")
    return question.values[question.default][_lang()]


def _fee(amount: int | None) -> str:
    return _("set by the province") if amount is None else f"{amount:,} đ".replace(",", ".")


def _editions(editions: Sequence[object]) -> str:
    return ", ".join(_mark(getattr(e, "id", ""), getattr(e, "unverified", False)) for e in editions)


def _mark(text: str, unverified: bool) -> str:
    """Text with a mark where nobody has compared it with the source."""
    return _("{text} [not verified]").format(text=text) if unverified else text


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "…"


def _lang() -> Literal["vi", "en"]:
    return "en" if current_language() == "en" else "vi"


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(title=Text(title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
