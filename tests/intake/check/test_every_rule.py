# SPDX-License-Identifier: Apache-2.0
"""Every rule of every procedure can find what it is for, and says it so that a person understands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from string import Formatter
from typing import Any

import pytest

from intake.check.conditions import holds
from intake.check.wording import Writer
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import Severity
from templates.catalogue.loading import load_catalogue
from templates.language.messages import choose_language
from templates.model.procedures import Procedure, ProcedureEdition
from templates.model.rules import CrossRule, DocumentRule, FieldRule, Ruled, Say
from tests.support.dossiers.procedure_dossiers import Sample, samples

COMPLETE = {sample.procedure: sample for sample in samples() if sample.name == "complete"}
PROCEDURES = [pytest.param(p, id=code) for code, p in load_catalogue().procedures.items()]
SAME = {"same-name": ("AN", "BÌNH"), "same-value": ("một", "hai"), "same-date": ("01/02/1990", "02/02/1990")}
SAME["same-place"] = ("xã Kim Bôi, tỉnh Phú Thọ", "phường Láng, thành phố Hà Nội")
SAME["same-number"] = ("001090000001", "001090000002")


def changed(sample: Sample, kind: str, key: str, value: str | None) -> Sample:
    """The sample with one value of a paper set or taken away, the paper added if need be."""
    papers: dict[str, Any] = {k: [dict(copy) for copy in copies] for k, copies in sample.papers.items()}
    (first, *_rest) = papers.setdefault(kind, [{}])
    first[key] = value
    papers[kind] = [{k: v for k, v in copy.items() if v is not None} for copy in papers[kind]]
    return replace(sample, papers=papers)


def edition_of(sample: Sample) -> ProcedureEdition:
    return load_catalogue().procedure(sample.procedure, local_day(sample.received))


def codes(sample: Sample) -> set[str]:
    return {finding.code for finding in sample.check().findings}


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_field_that_is_asked_for_is_missed_when_it_is_gone(procedure: Procedure) -> None:
    sample = COMPLETE[procedure.code]
    edition = edition_of(sample)
    for rule in edition.fields:
        for key in rule.keys if rule.need == "all" else ():
            without = changed(sample, edition.form, key, None)
            if holds(rule.when, without.facts(), edition) and not rule.editions:
                expected = f"{rule.id}.{'missing' if 'missing' in rule.say else 'field-missing'}"
                assert expected in codes(without), key


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_comparison_finds_a_difference(procedure: Procedure) -> None:
    sample = replace(COMPLETE[procedure.code], cards=())
    edition = edition_of(sample)
    for rule in edition.rules:
        refs = [ref for ref in rule.refs if not ref.of]
        if rule.check not in SAME or len(refs) < 2:
            continue
        one, other = SAME[rule.check]
        for ref in refs[1:]:
            spoilt = changed(changed(sample, refs[0].paper, refs[0].field, one), ref.paper, ref.field, other)
            if holds(rule.when, spoilt.facts(), edition):
                assert f"{rule.id}.differs" in codes(spoilt), ref


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_paper_is_missed_in_an_empty_dossier_where_its_rule_applies(procedure: Procedure) -> None:
    sample = COMPLETE[procedure.code]
    edition = edition_of(sample)
    bare = replace(sample, papers={edition.form: sample.papers[edition.form]}, cards=())
    for rule in edition.submit:
        applies = holds(rule.when, bare.facts(), edition)
        missing = {f"{rule.id}.missing", f"{rule.id}.missing-some"} & codes(bare)
        assert bool(missing) is (applies is True), rule.id


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_rule_that_hangs_on_an_answer_follows_it(procedure: Procedure) -> None:
    """Whatever a question may be answered, no rule breaks and none is left undecided by it."""
    sample = COMPLETE[procedure.code]
    for question in edition_of(sample).questions:
        for reply in question.values or ("x",):
            answered = replace(sample, answers={**sample.answers, question.name: reply})
            told = [f.field for f in answered.check().findings if f.code.endswith(".question")]
            assert question.name not in told


# --- sentences

_WHATS = {
    "same-name": ("differs", "differs-marks", "decided"),
    "same-date": ("differs", "decided"),
    "same-number": ("differs", "decided"),
    "same-value": ("differs", "differs-marks", "decided"),
    "same-place": ("differs", "decided"),
    "other-number": ("same-person",),
    "date-words": ("words-differ", "words-unread"),
    "personal-number": ("number-sex", "number-year"),
    "has-number": ("no-number", "no-number-yet"),
    "within-days": ("late", "unchecked"),
    "not-after": ("after", "after-reception"),
    "before-day": ("too-recent", "unchecked"),
    "age": ("too-young", "too-old", "unchecked"),
    "one-of": ("not-one-of",),
    "mentions": ("mentions",),
    "lives-here": ("not-here", "perhaps-here", "older-name", "unchecked"),
    "written-on-form": ("elsewhere", "elsewhere-unread"),
    "alert": ("alert",),
}
_PAPERS = ("missing", "in-part", "too-few", "substitute", "show", "paper-unchecked")
_FIELDS = (
    "field-missing",
    "field-unread",
    "field-doubtful",
    "field-hand",
    "field-pen-differs",
    "field-confirm",
)
_PLACES = {"value": "X", "other_value": "Y", "other_paper": "id-card", "days": 60, "years": 20, "count": 19}


def whats(rule: Ruled) -> tuple[str, ...]:
    """What a rule can find, as keys of ``findings.yaml``."""
    if isinstance(rule, DocumentRule):
        return _PAPERS
    if isinstance(rule, FieldRule):
        return (*_FIELDS, *(("missing",) if "missing" in rule.say else ()))
    assert isinstance(rule, CrossRule)
    return _WHATS[rule.check]


def sentences(procedure: Procedure) -> Iterator[tuple[str, Severity, str, str]]:
    """Code, weight, and the sentences to clerk and citizen of all that a procedure can find."""
    catalogue = load_catalogue()
    for edition in procedure.editions:
        for rule in edition.ruled():
            refs = getattr(rule, "refs", ())
            paper = rule.choices[0].kind if isinstance(rule, DocumentRule) else edition.form
            keys = rule.keys if isinstance(rule, FieldRule) else [r.field for r in refs[:1]]
            keys = keys or (edition.fields[0].keys if edition.fields else ("requester.full_name",))
            for what in whats(rule):
                finding = Writer(catalogue, rule).finding(
                    what, Severity.ERROR, paper=paper, field=keys[0], date="01/01/2016", **_PLACES
                )
                yield (
                    finding.code,
                    Severity(getattr(rule, "severity", "error")),
                    finding.clerk,
                    finding.citizen,
                )


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_sentence_is_whole(procedure: Procedure, language: str) -> None:
    try:
        choose_language(language)
        told = list(sentences(procedure))
    finally:
        choose_language("vi")
    for code, _severity, clerk, citizen in told:
        for sentence in filter(None, (clerk, citizen)):
            assert sentence.endswith((".", "?")), (code, sentence)
            assert sentence[0].isupper(), (code, sentence)
            assert not re.search(
                r"[{}$]|\s{2}| [,.;:]|\.\.|\b(child|mother|father|deceased)\.[a-z]", sentence
            ), code
            assert len(sentence) <= 260, (code, len(sentence))


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_whatever_blocks_tells_the_citizen_what_to_do(procedure: Procedure) -> None:
    silent = {"unchecked", "paper-unchecked", "substitute", "alert"} | set(_FIELDS[1:]) | {"decided"}
    for code, severity, _clerk, citizen in sentences(procedure):
        what = code.rpartition(".")[2]
        if severity is Severity.ERROR and what not in silent:
            assert citizen, code


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_the_citizen_reads_no_jargon_and_no_codes_of_the_program(procedure: Procedure) -> None:
    for code, _severity, _clerk, citizen in sentences(procedure):
        assert not re.search(r"[a-z]+_[a-z]+|sohoa|=yes|=no|CSDL|MRZ|\bQR\b", citizen), code


def test_every_sentence_of_the_catalogue_uses_its_places_in_both_languages() -> None:
    def used(text: str) -> set[str]:
        return {name for _text, name, _spec, _conv in Formatter().parse(text) if name}

    def complain(say: Say) -> bool:
        return bool((used(say.vi) ^ used(say.en)) - {"paper", "other_paper"})

    assert [what for what, say in load_catalogue().sayings.items() if complain(say)] == []
