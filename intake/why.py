"""Why the check found something: the rule, the law, and the very values it was decided by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from intake.case import DossierFacts, Finding
from intake.condition_words import in_words
from intake.conditions import answer, holds
from intake.deadlines import local_day
from intake.evidence import Evidence, Evident
from templates.catalogue import Catalogue
from templates.conditions import Condition
from templates.messages import _
from templates.procedures import ProcedureEdition
from templates.rules import CrossRule, FieldRule, PaperRule, Ref, Ruled

_BY_DAY = frozenset({"age", "not-after", "within-days"})


@dataclass(frozen=True)
class Datum:
    """One thing that was looked at: what, what it says, where it stands (paper, page), how sure (0–1)."""

    what: str
    value: str
    paper: str = ""
    page: int | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class Why:
    """The reasons behind one finding. ``conditions``: why the rule applied; ``data``: what it compared."""

    code: str
    severity: str
    clerk: str
    citizen: str
    law: str
    unverified: bool
    procedure: str
    edition: str
    source: str
    conditions: tuple[Datum, ...] = ()
    data: tuple[Datum, ...] = ()
    questions: tuple[Datum, ...] = field(default=())

    def to_dict(self) -> dict[str, object]:
        """As printed with ``--json``."""
        return asdict(self)


def why(
    finding: Finding, facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue, evidence: Evidence
) -> Why:
    """Explain a finding of the check from the facts it was made of."""
    rule = edition.rule(finding.code.rpartition(".")[0])
    question = edition.question(finding.field) if rule is None else None
    when: Condition | None = getattr(question or rule, "when", None)
    return Why(
        finding.code,
        finding.severity.value,
        finding.clerk,
        finding.citizen,
        finding.law,
        finding.unverified,
        edition.procedure,
        edition.id,
        edition.source,
        conditions=tuple(_conditions(when, facts, edition, catalogue)),
        data=tuple(_data(rule, finding, facts, catalogue, evidence)),
        questions=tuple(_questions(when, facts, edition)),
    )


def _conditions(
    when: Condition | None, facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue
) -> Iterator[Datum]:
    """The single tests of a condition with their outcome; what joins them is left out."""
    words = {True: _("true"), False: _("false"), None: _("not known")}
    for part in when.walk() if when else ():
        if not part.parts():
            yield Datum(in_words(part, edition, catalogue), words[holds(part, facts, edition)])


def _data(
    rule: Ruled | None, finding: Finding, facts: DossierFacts, catalogue: Catalogue, evidence: Evidence
) -> Iterator[Datum]:
    if isinstance(rule, PaperRule):
        for kind in rule.kinds():
            yield _count(kind, facts, catalogue)
    elif isinstance(rule, FieldRule):
        for key in (finding.field,) if finding.field in rule.keys else rule.keys:
            yield _of_form(key, facts, catalogue)
    elif isinstance(rule, CrossRule):
        yield from _of_rule(rule, facts, catalogue, evidence)
    elif finding.paper:
        yield _count(finding.paper, facts, catalogue)


def _of_rule(
    rule: CrossRule, facts: DossierFacts, catalogue: Catalogue, evidence: Evidence
) -> Iterator[Datum]:
    look = evidence.dated if rule.check in ("age", "before-day") else evidence.value
    refs = [*rule.refs, *(ref for ref in (rule.sex, rule.birth) if ref)]
    for ref in dict.fromkeys(refs):
        yield _of_ref(ref, look(ref), catalogue)
    if rule.check == "lives-here":
        yield Datum(_("this office’s commune"), facts.commune or "–")
    if rule.check in _BY_DAY and (len(rule.refs) == 1 or rule.check == "within-days"):
        yield Datum(_("day of reception"), f"{local_day(facts.received_at):%d/%m/%Y}")


def _count(kind: str, facts: DossierFacts, catalogue: Catalogue) -> Datum:
    papers = facts.of_kind(kind)
    told = _("{count} in the dossier").format(count=len(papers))
    return Datum(catalogue.paper_name(kind), told, kind, papers[0].first.page if papers else None)


def _of_form(key: str, facts: DossierFacts, catalogue: Catalogue) -> Datum:
    chosen = facts.form.get(key)
    name = catalogue.field_name(key)
    if chosen is None:
        return Datum(name, "–")
    page = chosen.place.page if chosen.place else None
    return Datum(name, chosen.value, chosen.paper, page, chosen.confidence)


def _of_ref(ref: Ref, evident: Evident | None, catalogue: Catalogue) -> Datum:
    name = _name(ref, catalogue)
    if evident is None:
        return Datum(name, "–", ref.paper)
    page = evident.place.page if evident.place else None
    return Datum(name, evident.value, evident.paper, page, evident.confidence)


def _name(ref: Ref, catalogue: Catalogue) -> str:
    """What a card says is called after its owner, as on the form."""
    owned = f"{ref.of}.{ref.field.rpartition('.')[2]}"
    name = catalogue.field_name(owned) if ref.of else owned
    return name if name != owned else catalogue.field_name(ref.field)


def _questions(when: Condition | None, facts: DossierFacts, edition: ProcedureEdition) -> Iterator[Datum]:
    names = [part.answer.name for part in when.walk() if part.answer] if when else []
    for name in dict.fromkeys(names):
        yield Datum(name, answer(name, facts, edition) or "–")
