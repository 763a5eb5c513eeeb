# SPDX-License-Identifier: Apache-2.0
"""Rules about what a single value says (:class:`templates.model.rules.CrossRule`)."""

from __future__ import annotations

from collections.abc import Iterator

from intake.check.evidence import Evidence
from intake.check.wording import Writer
from intake.dossier.facts import Finding, Severity
from intake.form.agreement import ValueAgreement, values_agree
from intake.form.places import Lies, lies_in, units_meant
from ocr.text.folding import fold
from templates.model.rules import CrossRule


def one_of(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """A finding where the first ref is none of ``rule.values``; spellings of one list entry are the same."""
    said = evidence.value(rule.refs[0])
    if said is None:
        return
    codes = writer.catalogue.codes
    if not any(values_agree(said.value, value, codes) is not ValueAgreement.DIFFERS for value in rule.values):
        yield writer.about("not-one-of", said, other_value=", ".join(rule.values))


def mentions(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """A finding where one of the refs holds one of the phrases in ``rule.values``, marks aside."""
    for ref in rule.refs:
        said = evidence.value(ref)
        text = f" {_words(said.value)} " if said else ""
        if said and any(f" {_words(phrase)} " in text for phrase in rule.values):
            yield writer.about("mentions", said)
            return


def lives_here(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """A finding where no ref surely lies in this office's commune.

    Old papers name communes that were merged or divided since, so that this only asks for a look; nobody is
    told that he came to the wrong office for a name that is merely older than the lists.
    """
    here = evidence.facts.commune
    found = [said for ref in rule.refs if (said := evidence.value(ref))]
    if not (here and found):
        yield from writer.unchecked(rule.refs[0])
        return
    lying = [lies_in(said.value, here, writer.catalogue) for said in found]
    if Lies.HERE in lying:
        return
    for lies, what in ((Lies.PERHAPS, "perhaps-here"), (Lies.OLDER_NAME, "older-name")):
        if lies in lying:
            said = found[lying.index(lies)]
            meant = here if lies is Lies.PERHAPS else units_meant(said.value, writer.catalogue, here) or here
            yield writer.about(what, said, other_value=meant)
            return
    yield writer.about("not-here", found[0], other_value=here)


def alert(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """A finding whenever the rule applies; its place is the first ref that has a value."""
    said = next((e for ref in rule.refs if (e := evidence.value(ref))), None)
    if said is not None:
        yield writer.about("alert", said)
    else:
        yield writer.finding("alert", Severity(rule.severity), paper=evidence.form)


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
