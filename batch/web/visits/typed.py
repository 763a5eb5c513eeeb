# SPDX-License-Identifier: Apache-2.0
"""What was typed at the counter page, as it was typed, and what it means: a procedure, a requester, an
interview, and what of it can't be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from starlette.datastructures import FormData

from intake.dossier.deadline.local_time import local_day
from intake.dossier.requester import CopySort, Requester, Visit
from intake.services.answers import checked_answer
from intake.services.counter.interview import Interview, interview_about
from intake.services.counter.procedure_search import Search, is_clear
from intake.services.counter.visit import (
    checked_birth,
    checked_email,
    checked_name,
    checked_number,
    checked_phone,
    search_of,
)
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _
from templates.model.rules import Choice

ANSWER, ASSUMED, COPY = "answer-", "assumed-", "copy-"
_MOST_SIGNS = 2_000
"""More than any word that a citizen says; what is longer is cut before it is looked at, and refused then."""


@dataclass(frozen=True, slots=True)
class VisitTyped:
    """The fields of the page. ``answers`` by the names of their questions, "" where nobody knows; what only
    the program assumed is none of them.
    """

    words: str = ""
    procedure: str = ""
    name: str = ""
    personal_id: str = ""
    phone: str = ""
    email: str = ""
    relation: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    birth_date: str = ""
    copies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class VisitUnderstood:
    """What it means: the procedures that the words may mean (``found``), the ``interview`` about the one that
    is chosen, who asks, and by field what is ``wrong`` there.
    """

    found: Sequence[str]
    interview: Interview | None
    requester: Requester
    wrong: Mapping[str, UsageError]
    copies: Mapping[str, CopySort] = field(default_factory=dict)

    def visit(self) -> Visit | None:
        """The visit to make a dossier of; None where something is wrong or no procedure is chosen."""
        if self.wrong or self.interview is None:
            return None
        return replace(self.interview.visit(self.requester), copies=self.copies)


def typed_in(form: FormData) -> VisitTyped:
    """The fields of the form that a browser sent."""

    def said(name: str) -> str:
        value = form.get(name, "")
        return value[:_MOST_SIGNS] if isinstance(value, str) else ""

    answers = {
        name.removeprefix(ANSWER): said(name)
        for name in form
        if name.startswith(ANSWER) and said(name) != form.get(ASSUMED + name.removeprefix(ANSWER))
    }
    kinds = [kind for value in form.getlist("kind") if isinstance(value, str) for kind in value.split()]
    return VisitTyped(
        said("words"),
        said("procedure"),
        said("name"),
        said("personal_id"),
        said("phone"),
        said("email"),
        said("relation"),
        answers,
        tuple(dict.fromkeys(kinds)),
        said("birth_date"),
        {name.removeprefix(COPY): said(name) for name in form if name.startswith(COPY) and said(name)},
    )


def understood(typed: VisitTyped, now: datetime) -> VisitUnderstood:
    """What the words on the page mean at the moment ``now``."""
    today = local_day(now)
    requester, wrong = requester_typed(typed, today)
    found, code = _procedure(typed, today)
    if not code:
        sentence = _("Which procedure is meant is not chosen yet.")
        wrong["words"] = UsageError(sentence, _("Say what the citizen needs, then choose."))
        return VisitUnderstood(found, None, requester, wrong)
    known = {sort.value: sort for sort in CopySort}
    copies = {kind: known[word] for kind, word in typed.copies.items() if word in known}
    return VisitUnderstood(found, _interview(code, typed, requester, now, wrong), requester, wrong, copies)


def requester_typed(typed: VisitTyped, today: date) -> tuple[Requester, dict[str, UsageError]]:
    """Who asks, and by field what of it can't be."""
    wrong = dict[str, UsageError]()

    def checked(name: str, check: Callable[[str], str]) -> str:
        try:
            return check(getattr(typed, name).strip())
        except UsageError as error:
            wrong[name] = error
            return ""

    number = checked("personal_id", lambda text: checked_number(text, today))
    requester = Requester(
        checked("name", checked_name),
        number,
        checked("phone", checked_phone),
        checked("email", checked_email),
        checked("relation", checked_name),
        checked("birth_date", lambda text: checked_birth(text, today, number)),
    )
    return requester, wrong


def is_there(choice: Choice, kinds: Sequence[str]) -> bool:
    """Whether all papers of a choice are there."""
    return set(choice.kinds()) <= set(kinds)


def _procedure(typed: VisitTyped, today: date) -> tuple[Sequence[str], str]:
    """The codes of those that may be meant, and of the one that is ("" where that is not clear)."""
    search, words = _search(today), typed.words.strip()
    if words in search.names:
        return [words], words
    found = search.find(words)
    codes = [one.code for one in found]
    chosen = typed.procedure if typed.procedure in codes else ""
    return codes, chosen or (codes[0] if is_clear(found) else "")


@lru_cache(maxsize=2)
def _search(today: date) -> Search:
    """Made once a day: it reads all procedures."""
    return search_of(load_catalogue(), today)


def _interview(
    code: str, typed: VisitTyped, requester: Requester, now: datetime, wrong: dict[str, UsageError]
) -> Interview:
    catalogue = load_catalogue()
    edition = catalogue.procedure(code, local_day(now))
    answers = {}
    for name, reply in typed.answers.items():
        if edition.question(name) and reply.strip():
            try:
                answers[name] = checked_answer(edition, name, reply.strip())
            except UsageError as error:
                wrong[ANSWER + name] = error
    rules = (edition.form_rule, *edition.submit, *edition.show)
    known = {kind for rule in rules for kind in rule.kinds()}
    interview = interview_about(code, catalogue, now, answers, [k for k in typed.kinds if k in known])
    unknown = frozenset(name for name, reply in typed.answers.items() if not reply.strip())
    return replace(interview, relation=requester.relation, unknown=unknown)
