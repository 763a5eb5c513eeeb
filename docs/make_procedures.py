# SPDX-License-Identifier: Apache-2.0
"""Write the list of procedures into ``docs/procedures.md`` from the catalogue: papers, questions, terms,
fees, sources, and what is unverified, by the newest edition that was in force on the day of the data.

``python docs/make_procedures.py`` writes it, ``--check`` only says whether it is as the data are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from templates.catalogue.loading import Catalogue, load_catalogue
from templates.model.procedures import Fee, Procedure, ProcedureEdition, Term
from templates.model.rules import DocumentRule

PAGE = Path(__file__).parent / "procedures.md"
MARK = "<!-- From here on made by docs/make_procedures.py; do not edit by hand. -->"
DAY = date(2026, 11, 22)
"""The day of the data: newer editions are named, and described once they are in force."""
_DOUBT = " *(unverified)*"


def page_of(text: str, catalogue: Catalogue) -> str:
    """The page with its list made anew."""
    head = text.partition(MARK)[0].rstrip("\n")
    return "\n".join((head, "", MARK, "", *_list(catalogue)))


def _list(catalogue: Catalogue) -> Iterator[str]:
    yield f"## The procedures on {DAY:%d/%m/%Y}"
    yield ""
    yield f"{len(catalogue.procedures)} procedures. What no source at hand confirms is marked{_DOUBT}."
    for procedure in catalogue.procedures.values():
        edition = procedure.edition(DAY) or procedure.editions[-1]
        yield from ("", f"### {procedure.code} {procedure.name['vi']}", "")
        yield from _head(procedure, edition)
        yield from _papers(edition)
        yield from _rest(edition)
    yield ""


def _head(procedure: Procedure, edition: ProcedureEdition) -> Iterator[str]:
    until = f" until {edition.until:%d/%m/%Y}" if edition.until else ""
    yield f"- Published: {procedure.source}{_doubt(procedure.unverified)}"
    yield f"- Edition `{edition.id}`{until}: {edition.source}{_doubt(edition.unverified)}"
    later = [each.id for each in procedure.editions if each.since > edition.since]
    if later:
        yield f"- Later editions: {', '.join(f'`{name}`' for name in later)}"
    if procedure.successor:
        yield f"- Followed by {procedure.successor}"
    if procedure.certification is not None:
        yield f"- Certification: `sohoa certify add {procedure.certification.word}`"


def _papers(edition: ProcedureEdition) -> Iterator[str]:
    for rule in (edition.form_rule, *edition.submit):
        yield f"- Hand in: {_paper(rule)}"
    for rule in edition.show:
        yield f"- Show: {_paper(rule)}"


def _paper(rule: DocumentRule) -> str:
    hangs = " (where it applies)" if rule.when is not None else ""
    return f"{rule.name['vi']}{hangs} – {rule.law}{_doubt(rule.unverified)}"


def _rest(edition: ProcedureEdition) -> Iterator[str]:
    for question in edition.questions:
        if question.default is None:
            yield f"- Asked: {question.ask['vi']}{_doubt(question.unverified)}"
    processing = edition.processing
    terms = [_term(processing), *(f"or {_term(other)}" for other in processing.instead)]
    terms += [f"{more.working_days} working days more" for more in processing.more]
    yield f"- Term: {'; '.join(terms)} – {processing.law}{_doubt(processing.unverified)}"
    for fee in edition.fees:
        yield f"- Fee: {fee.name['vi']}: {_amount(fee)} – {fee.law}{_doubt(fee.unverified)}"
    yield f"- Result: {edition.result.name['vi']}{_doubt(edition.result.unverified)}"


def _term(term: Term) -> str:
    if term.days is not None:
        return f"{term.days} days"
    if not term.working_days:
        return "the same day" + (f", received from {term.cutoff:%H:%M} on the next" if term.cutoff else "")
    return f"{term.working_days} working days"


def _amount(fee: Fee) -> str:
    if fee.amount_vnd is None:
        unknown = fee.unverified and "Hội đồng nhân dân" not in fee.law
        return "amount not known" if unknown else "by the province"
    if not fee.amount_vnd:
        return "free"
    if fee.counted is not None and fee.counted.say:
        return fee.counted.say
    return f"{fee.amount_vnd:,} đồng".replace(",", ".")


def _doubt(unverified: bool) -> str:
    return _DOUBT if unverified else ""


def main() -> int:
    """Write the page, or with ``--check`` say whether it is as the data are (1: it is not)."""
    text = PAGE.read_text("utf-8")
    made = page_of(text, load_catalogue())
    if "--check" in sys.argv[1:]:
        return int(made != text)
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
