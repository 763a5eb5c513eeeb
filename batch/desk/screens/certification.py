# SPDX-License-Identifier: Apache-2.0
"""What ``sohoa certify`` asks and shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Literal

from batch.slips.certification.book import note_of
from batch.slips.certification.entering import (
    MOST,
    CertificationWish,
    Certified,
    PaperBrought,
    book_of,
    certifiable,
)
from batch.slips.certification.errors import CertificationError
from batch.slips.facts.money import vnd, vnd_in_words
from batch.store.certifications import CertificationRecord
from intake.desk.asking import WayBackError, ask, ask_choice, ask_until, first_question, tell, walk
from intake.desk.console import print_json, say, show, show_paths, show_table
from intake.dossier.deadline.local_time import local_day
from intake.dossier.entered import entered
from intake.settings.clock import utc_now
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _, current_language
from templates.language.outside_text import Longest
from templates.model.charges.certification import Certification, load_certification_books


def papers_said(typed: Sequence[str]) -> tuple[PaperBrought, ...]:
    """The papers of ``NAME:COUNT:COPIES`` or ``NAME``; raises ``CertificationError`` where a number may be
    part of the name (“lúc 8:30”) or can't be one of pages and copies.
    """
    return tuple(map(_paper_said, typed))


def _paper_said(typed: str) -> PaperBrought:
    name, *rest = (part.strip() for part in typed.rsplit(":", 2))
    if name and len(rest) == 2 and all(map(_is_count, rest)):
        return PaperBrought(entered(name, Longest.NAME), *map(int, rest))
    if any(not part or part.lstrip("+-")[:1].isdigit() for part in rest):
        raise CertificationError.perhaps_counted(typed, MOST)
    return PaperBrought(entered(typed, Longest.NAME))


def _is_count(part: str) -> bool:
    return part.isascii() and part.isdecimal() and len(part) <= len(str(MOST))


def _language() -> Literal["vi", "en"]:
    return "en" if current_language() == "en" else "vi"


def asked(wish: CertificationWish) -> CertificationWish:
    """Ask for what the command line leaves open: what, who, then each paper until only Enter is pressed.
    “<” leads to the question before.
    """
    return _Asking(wish).run()


class _Asking:
    """The questions of one errand."""

    def __init__(self, wish: CertificationWish) -> None:
        self._wish, self._given = wish, wish
        self._kinds = certifiable(load_catalogue(), local_day(utc_now()))
        self._papers = list(wish.papers)

    def run(self) -> CertificationWish:
        walk([self._what, self._who, self._with_what, self._which])
        return replace(self._wish, papers=tuple(self._papers))

    def _what(self, back: bool) -> None:
        if self._given.word in self._kinds:
            if back:  # it was said with the command
                tell(first_question(), style="yellow")
            else:
                self._look()
            return
        names = [procedure.name[_language()] for procedure in self._kinds.values()]
        place = ask_choice(_("What is certified? (Enter: 1)"), names)
        self._wish = replace(self._wish, word=list(self._kinds)[place or 0])
        self._look()

    def _look(self) -> None:
        tell(self._kind.look[_language()], style="yellow")

    @property
    def _kind(self) -> Certification:
        kind = self._kinds[self._wish.word].certification
        assert kind is not None
        return kind

    def _who(self, back: bool) -> None:
        if self._given.requester or self._given.dossier:  # the dossier knows who asks
            _on(back)
        else:
            self._wish = replace(self._wish, requester=ask_until(_("Who asks?"), _named))

    def _with_what(self, back: bool) -> None:
        if self._given.id_paper or self._given.dossier or not _has_id_papers(book_of(self._wish, self._kind)):
            _on(back)
            return
        typed = ask(_("Number of the identity paper (Enter: none):"))
        self._wish = replace(self._wish, id_paper=entered(typed, Longest.NAME))

    def _which(self, _back: bool) -> None:
        while not self._papers or not self._given.papers:
            try:
                if not self._one_more():
                    break
            except WayBackError:  # the last paper once more, before the first what came before
                if not self._papers:
                    raise
                self._papers.pop()

    def _one_more(self) -> bool:
        """Whether another paper may follow."""
        kind, more = self._kind, _(" (Enter: no more)") if self._papers else ""
        name = ask(f"{kind.of[_language()]}{more}:")
        if not name:
            return not self._papers
        try:
            pages = ask_until(_("Pages of the original (Enter: 1):"), _number)
            count = ask_until(_("{what} (Enter: 1):").format(what=kind.count[_language()]), _number)
        except WayBackError:  # to its name
            return True
        self._papers.append(PaperBrought(entered(name, Longest.NAME), pages, count))
        return True


def _on(back: bool) -> None:
    """Nothing is asked here; whoever goes back goes on to the step before."""
    if back:
        raise WayBackError


def _has_id_papers(book: str) -> bool:
    columns = load_certification_books(load_catalogue().root).book(book).columns
    return any(column.of == "id_paper" for column in columns)


def _named(typed: str) -> str:
    if not typed:
        raise UsageError(_("The register needs the name."), "")
    return entered(typed, Longest.NAME)


def _number(typed: str) -> int:
    if typed and not (typed.isdecimal() and 1 <= int(typed) <= MOST):
        raise UsageError(_("Type a number from 1 to {count}, or only Enter.").format(count=MOST), "")
    return int(typed or 1)


def show_certified(
    certified: Certified, files: Sequence[Path] | None = None, *, as_json: bool = False
) -> None:
    """The numbers, the fee and the day, then (once they are made) the files."""
    if as_json:
        print_json({**_visit(certified), "files": list(files or ())})
    elif files is not None:
        show_paths(files)
    else:
        _show_numbers(certified)


def _show_numbers(certified: Certified) -> None:
    if certified.again:
        say(_("This visit was entered before; nothing was entered again."), "yellow")
    for line in certified.lines:
        show(f"{line.sign}  {_counted(line)}")
    total = certified.total_vnd
    if total is None:
        say(_("Nobody knows what is to be paid; write it on the receipt by hand."), "yellow")
    else:
        words = f" ({vnd_in_words(total)})" if total else ""
        say(_("To be paid: {amount}").format(amount=vnd(total)) + words)
    say(_("Due: {day}").format(day=f"{certified.due:%d/%m/%Y}"))


def _counted(line: CertificationRecord) -> str:
    """Name, pages and copies, so that a slip of the finger is seen before the receipt is handed over."""
    kind = load_catalogue().procedure_named(line.procedure).certification
    assert kind is not None
    what = kind.count[_language()]
    return _("{paper} (pages of the original: {pages}; {what}: {count})").format(
        paper=line.paper, pages=line.pages, what=what[0].lower() + what[1:], count=line.count
    )


def _visit(certified: Certified) -> dict[str, Any]:
    return {
        "visit": certified.visit,
        "procedure": certified.procedure,
        "again": certified.again,
        "due": certified.due,
        "total_vnd": certified.total_vnd,
        "receipt": certified.lines[0].receipt,
        "lines": [_line(line) for line in certified.lines],
    }


def _line(line: CertificationRecord) -> dict[str, Any]:
    told = {name: value for name, value in asdict(line).items() if name not in ("id", "place")}
    return {**told, "sign": line.sign, "void": line.void is not None}


def show_lines(lines: Sequence[CertificationRecord], *, as_json: bool) -> None:
    """Lines of a register."""
    if as_json:
        print_json([_line(line) for line in lines])
        return
    head = [_("No. (volume)"), _("Day"), _("Who asks"), _("Paper"), _("Pages"), _("Copies"), _("Fee")]
    rows = [
        (
            f"{line.number} ({line.volume:02d}/{line.year})",
            f"{local_day(line.certified_at):%d/%m/%Y}",
            line.requester,
            line.paper,
            line.pages,
            line.count,
            "" if line.fee_vnd is None else vnd(line.fee_vnd),
        )
        for line in lines
    ]
    show_table(head, rows, right=(4, 5), whole=(0, 1))
    # Below, not in a column: a reason is long, and a column of three words' width breaks a clerk's name.
    for line in lines:
        if note := note_of(line):
            show(f"{line.number} ({line.volume:02d}/{line.year}): {note}")


def tell_of_fee(line: CertificationRecord) -> None:
    """That pages or copies were corrected, and what was paid was not."""
    amount = "–" if line.fee_vnd is None else vnd(line.fee_vnd)
    say(
        _("The fee in the register stays: {amount}. If another was paid, say it with --fee.").format(
            amount=amount
        ),
        "yellow",
    )


def show_electronic(made: Any, *, as_json: bool) -> None:
    """The electronic copy, and whether it is signed."""
    if as_json:
        print_json({"sign": made.sign, "file": made.file, "signed": made.signed, "pages": made.pages})
        return
    if not made.signed:
        say(
            _("It is not signed yet: no signer is set (table [signing] of the settings)."),
            "yellow",
        )
    show(str(made.file))
