# SPDX-License-Identifier: Apache-2.0
"""Whether who stood at the counter is somebody of whom the papers speak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from intake.check.whose.people import BIRTH, NAME, NUMBER, Somebody, is_name
from intake.check.wording import Writer
from intake.dossier.facts import DossierFacts, Finding, Severity
from intake.dossier.id_numbers import id_numbers
from intake.dossier.requester import Requester
from intake.dossier.values import Statement
from intake.form.agreement import ValueAgreement, dates_agree, numbers_agree
from intake.form.cards import NEAR_NAME
from ocr.text.folding import fold, same_text
from templates.catalogue.loading import Catalogue
from templates.language.folding import without_marks

NOT_AT_COUNTER = "not-at-counter"
COUNTER_NAME, COUNTER_NUMBER, COUNTER_BIRTH = "counter-name", "counter-number", "counter-birth"
AT_COUNTER = frozenset({NOT_AT_COUNTER, COUNTER_NAME, COUNTER_NUMBER, COUNTER_BIRTH})
"""What papers say otherwise of a person than was typed at the counter."""
ANSWER = ".answer-differs"
"""The end of the code of a finding about an answer of a person that the papers contradict."""
_ASKS = "requester.full_name"


def differs_from_counter(code: str) -> bool:
    """Whether a finding says that papers differ from what a person said at the counter: told before
    everything else.
    """
    return code in AT_COUNTER or code.endswith(ANSWER)


def visitor_of_nobody(facts: DossierFacts, form: str, catalogue: Catalogue) -> Iterator[Finding]:
    """A warning where no paper has the name (or the number) that was typed at the counter, and the form, as
    it was surely read or entered, names others: another family's papers may lie here, or the receipt bears a
    wrong name.
    """
    typed = facts.requester
    chosen = {key: value.said for key, value in facts.form.items()}
    said = [*((one.key, one) for one in facts.readings), *chosen.items()]
    names = [(key, one) for key, one in said if is_name(key) and one.value]
    sure = [(key, one) for key, one in names if one.decided or (one.sure and one.paper == form)]
    if not typed.name or not sure or any(_may_be(typed.name, one) for _key, one in names):
        return
    if typed.personal_id and any(typed.personal_id in id_numbers(one.value) for _key, one in said):
        return
    field, named = next(((key, one) for key, one in sure if key == _ASKS), sure[0])
    yield Writer(catalogue).finding(
        NOT_AT_COUNTER,
        Severity.WARNING,
        paper=form,
        field=field,
        page=named.place,
        value=typed.name,
        other_value=named.value,
    )


def visitor_otherwise(
    people: Sequence[Somebody], facts: DossierFacts, form: str, catalogue: Catalogue
) -> Iterator[Finding]:
    """A warning for each of name, number and day of birth that was typed at the counter and that the papers,
    surely read or entered, give otherwise for whom they name so. One paper that agrees is enough.
    """
    typed, writer = facts.requester, Writer(catalogue)
    ours = [p for p in people if NAME in p.said and fold(p.text(NAME)) == fold(typed.name)]
    for code, fact, told, agrees in (
        (COUNTER_NAME, NAME, typed.name if typed.name != without_marks(typed.name) else "", same_text),
        (COUNTER_NUMBER, NUMBER, typed.personal_id, _number_agrees),
        (COUNTER_BIRTH, BIRTH, typed.birth_date, _birth_agrees),
    ):
        said = [person.said[fact] for person in ours if fact in person.said]
        sure = [one for one in said if one.sure or one.decided]
        if not told or not sure or any(agrees(told, one.value) for one in said):
            continue
        first = sure[0]
        yield writer.finding(
            code,
            Severity.WARNING,
            paper=first.paper or form,  # what a person entered is the form's
            field=first.key,
            page=first.place,
            value=told,
            other_value=first.value,
        )


def at_counter(person: Somebody, typed: Requester) -> bool:
    """Whether somebody is who stood at the counter: by the number typed there, else by the name, where
    nothing that was typed says otherwise.
    """
    number, birth = person.text(NUMBER), person.text(BIRTH)
    if typed.personal_id and typed.personal_id in id_numbers(number):
        return True
    # Where the name was typed with marks they count; a card's zone has none to compare.
    marked = typed.name != without_marks(typed.name) and person.text(NAME) != without_marks(person.text(NAME))
    same = same_text if marked else _same_letters
    named = bool(typed.name) and same(typed.name, person.text(NAME))
    # A number of nine digits beside a typed one of twelve says nothing either way.
    numbered = not (typed.personal_id and number)
    return named and numbered and (not (typed.birth_date and birth) or _birth_agrees(typed.birth_date, birth))


def _same_letters(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def _number_agrees(typed: str, said: str) -> bool:
    """A number of nine and one of twelve digits are different things."""
    return numbers_agree(typed, said) is not ValueAgreement.DIFFERS


def _birth_agrees(typed: str, said: str) -> bool:
    return dates_agree(typed, said) is not ValueAgreement.DIFFERS


def _may_be(typed: str, said: Statement) -> bool:
    """At the counter many type without marks; what was not read surely may be a misreading."""
    one, other = fold(typed), fold(said.value)
    return one == other or (not said.sure and fuzz.ratio(one, other) >= NEAR_NAME)
