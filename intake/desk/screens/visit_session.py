# SPDX-License-Identifier: Apache-2.0
"""The guided visit: one question after the other, nothing written before the last one is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from intake.check.checklist import (
    assumptions,
    facts_at_counter,
    missing,
    open_questions,
    told_by_relation,
    wanted,
)
from intake.desk.asking import ask, ask_choice, ask_choice_or_words, ask_until, ask_yes, tell, tell_list
from intake.desk.screens.visit import chosen_kinds, papers_rows, question_text, reply_text
from intake.dossier.deadline.local_time import local_day
from intake.dossier.entered import entered
from intake.dossier.facts import DossierFacts
from intake.dossier.requester import Requester, Visit
from intake.services.answers import checked_answer, possible_answers
from intake.services.counter.procedure_search import Search, is_clear
from intake.services.counter.visit import (
    checked_email,
    checked_number,
    checked_phone,
    procedure_name,
    search_of,
)
from ocr.text.folding import nfc
from templates.catalogue.loading import Catalogue
from templates.language.messages import _
from templates.language.outside_text import Longest
from templates.model.procedures import ProcedureEdition, Question


@dataclass
class Session:
    """One visit in the making. ``given`` holds what the command line said already; it is not asked again."""

    catalogue: Catalogue
    now: datetime
    given: Visit
    words: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()

    def run(self) -> Visit | None:
        """The visit as the person told it, or None where they did not want a dossier after all.

        Raises ``KeyboardInterrupt`` where they stop; nothing has been written then.
        """
        code = self._procedure()
        edition = self.catalogue.procedure(code, self.today)
        requester = self._requester()
        self.answers, self.kinds = dict(self.given.answers), self.given.kinds
        self._questions(edition, requester.relation)
        self._papers(edition, requester.relation)
        self._lacking(edition, requester.relation)
        if not ask_yes(_("Make the dossier? [Enter = yes, k = no]")):
            return None
        implied = told_by_relation(edition, self.now, requester.relation)
        return Visit(code, requester, self.kinds, implied | self.answers)

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return local_day(self.now)

    def _procedure(self) -> str:
        code = self.given.procedure or self._found()
        tell("", f"{code}  {procedure_name(code, self.catalogue)}", style="bold cyan")
        return code

    def _found(self) -> str:
        words = self.words or ask(_("What does the citizen need?"))
        while words not in self._search.names:
            words = self._chosen(words) or ask(_("What does the citizen need?"))
        return words

    @cached_property
    def _search(self) -> Search:
        """Made after the first answer: it reads all procedures."""
        return search_of(self.catalogue, self.today)

    def _chosen(self, words: str) -> str:
        """The procedure meant, chosen by the person where the words leave it open, or their other words."""
        found = self._search.find(words)
        if is_clear(found):
            return found[0].code
        if not found:
            tell(
                _("No procedure fits these words. Try others, or type the procedure's code."), style="yellow"
            )
            return ""
        names = [f"{one.code}  {procedure_name(one.code, self.catalogue)}" for one in found]
        chosen = ask_choice_or_words(_("Which one? [number or other words]"), names)
        return chosen if isinstance(chosen, str) else found[chosen].code

    def _requester(self) -> Requester:
        given = self.given.requester
        tell("", _("Who asks (Enter = leave empty)"), style="bold cyan")
        return Requester(
            name=given.name or ask_until(_("Full name:"), _name),
            personal_id=given.personal_id or ask_until(_("Personal number:"), checked_number),
            phone=given.phone or ask_until(_("Telephone:"), checked_phone),
            email=given.email or ask_until(_("E-mail:"), checked_email),
            relation=given.relation or ask_until(_("What are they to the person it is about?"), _name),
        )

    def _facts(self, edition: ProcedureEdition, relation: str) -> DossierFacts:
        return facts_at_counter(self.now, edition, kinds=self.kinds, answers=self.answers, relation=relation)

    def _questions(self, edition: ProcedureEdition, relation: str) -> None:
        """Ask what decides about papers; what the program assumes can be put right at once.

        What was left standing is the person's word, but where a paper that comes later may say otherwise.
        """
        assumed = assumptions(edition, self._facts(edition, relation))
        if assumed:
            tell("", _("The program takes it that:"), style="bold cyan")
            place = ask_choice(
                _("Which one is not so? [number, Enter = all is right]"), self._replies(assumed)
            )
            while place is not None:
                self._ask(assumed[place][0], edition)
                place = ask_choice(_("Another one? [number, Enter = no]"), self._replies(assumed))
            confirmed = {question.name: reply for question, reply in assumed if not question.infer}
            self.answers = confirmed | self.answers
        while questions := open_questions(edition, self._facts(edition, relation)):
            self._ask(questions[0], edition)

    def _replies(self, assumed: Sequence[tuple[Question, str]]) -> list[str]:
        """Questions with what was said since, else what the program assumes."""
        replies = ((question, self.answers.get(question.name, reply)) for question, reply in assumed)
        return [f"{question_text(question)} {reply_text(question, reply)}" for question, reply in replies]

    def _ask(self, question: Question, edition: ProcedureEdition) -> None:
        if question.values:
            tell("", question_text(question))
            replies = list(question.values)
            place: int | None = None
            while place is None:
                place = ask_choice(_("Answer: [number]"), [reply_text(question, reply) for reply in replies])
            self.answers[question.name] = replies[place]
            return
        asked = f"{question_text(question)} [{possible_answers(question)}]"
        self.answers[question.name] = ask_until(asked, _checker(edition, question.name))

    def _papers(self, edition: ProcedureEdition, relation: str) -> None:
        if self.kinds:
            return
        demands = wanted(edition, self._facts(edition, relation))
        tell("", _("Papers"), style="bold cyan")
        tell_list(papers_rows(demands, self.catalogue))
        self.kinds = ask_until(
            _("Which are there? [numbers such as 1 2b, Enter = all to hand in, 0 = none]"),
            lambda typed: chosen_kinds(typed, demands),
        )

    def _lacking(self, edition: ProcedureEdition, relation: str) -> None:
        lacking = missing(edition, self._facts(edition, relation), self.catalogue)
        tell("")
        if not lacking:
            tell(_("All papers that must be handed in are there."), style="green")
            return
        tell(_("Still missing; you may tell the citizen:"), style="bold red")
        tell_list(("-", finding.citizen or finding.clerk) for finding in lacking)


def _name(typed: str) -> str:
    return nfc(entered(typed, Longest.NAME))


def _checker(edition: ProcedureEdition, name: str) -> Callable[[str], str]:
    return lambda typed: checked_answer(edition, name, typed)
