# SPDX-License-Identifier: Apache-2.0
"""What a person decided about findings: they only inform then, as long as the dossier's papers are the same.

A doubtful value or an open question is decided by its value or answer, everything else that asks for a look
by a decision about the finding itself. What is missing must be brought: nobody decides that away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from hashlib import sha256

from intake.dossier.facts import DossierFacts, Finding, Severity

QUESTION = ".question"
_BY_VALUE = (
    QUESTION,
    ".field-unread",
    ".field-hand",
    ".field-pen-differs",
    ".field-doubtful",
    ".field-confirm",
)


def decidable(finding: Finding) -> bool:
    """Whether a person decides about the finding itself."""
    return finding.severity is Severity.WARNING and not by_value(finding.code)


def by_value(code: str) -> bool:
    """Whether a finding of that code is settled by a value or an answer."""
    return code.endswith(_BY_VALUE)


def addresses(codes: Sequence[str]) -> list[str]:
    """By what a person names each of these findings: its code, and its place among several of that code."""
    return [
        f"{code}:{codes[: place + 1].count(code)}" if codes.count(code) > 1 else code
        for place, code in enumerate(codes)
    ]


def with_decisions(findings: Iterable[Finding], facts: DossierFacts) -> Iterator[Finding]:
    """The findings with what persons decided about them; what is not to be decided has no fingerprint."""
    papers = _papers(facts)
    for finding in findings:
        if not decidable(finding):
            yield replace(finding, fingerprint="")
            continue
        fingerprint = sha256(f"{papers} {finding.fingerprint}".encode()).hexdigest()
        one = replace(finding, fingerprint=fingerprint)
        if decision := facts.decisions.get(fingerprint):
            yield replace(one, severity=Severity.INFO, decided_by=decision.who, reason=decision.reason)
        else:
            yield one


def _papers(facts: DossierFacts) -> str:
    """All papers of the dossier, as one hash."""
    told = sorted(
        (paper.document, paper.pages, paper.kind, paper.readable, *map(astuple, paper.elsewhere))
        for paper in facts.papers
    )
    return sha256(repr(told).encode()).hexdigest()
