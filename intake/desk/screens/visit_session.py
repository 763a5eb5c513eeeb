# SPDX-License-Identifier: Apache-2.0
"""The guided visit: one question after the other, nothing written before the last one is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from intake.check.checklist import CounterQuestion
from intake.desk.asking import (
    WayBackError,
    ask,
    ask_choice,
    ask_choice_or_words,
    ask_until,
    ask_yes,
    first_question,
    tell,
    tell_list,
    walk,
)
from intake.desk.screens.visit import chosen_copies, chosen_kinds, papers_rows
from intake.dossier.deadline.local_time import local_day
from intake.dossier.requester import CopySort, Requester, Visit
from intake.services.answers import checked_answer, possible_answers, question_text, reply_text
from intake.services.counter.interview import Interview, fee_told, interview_about
from intake.services.counter.procedure_search import Search, is_clear
from intake.services.counter.visit import (
    checked_birth,
    checked_email,
    checked_name,
    checked_number,
    checked_phone,
    number_says,
    procedure_name,
    search_of,
)
from templates.catalogue.loading import Catalogue
from templates.language.messages import _
from templates.model.procedures import Question

_WHOLE_NUMBER = 12
"""A personal number names its owner; without one the day of birth is asked."""
Step = Callable[[bool], None]
"""One question or several; told whether the person came back to it."""


@dataclass
class Session:
    """One visit in the making. ``given`` holds what the command line said already; it is not asked again."""

    catalogue: Catalogue
    now: datetime
    given: Visit
    words: str = ""
    interview: Interview = field(init=False)
    requester: Requester = field(init=False)
    wanted: bool = field(init=False, default=True)
    copies: Mapping[str, CopySort] = field(init=False, default_factory=dict)
    _asked: list[str] = field(init=False, default_factory=list)

    def run(self) -> Visit | None:
        """The visit as the person told it, or None where they did not want a dossier after all.

        Raises ``KeyboardInterrupt`` where they stop; nothing has been written then.
        """
        self.requester = self.given.requester
        steps = [self._procedure, *self._about_the_requester(), self._assumptions, self._open_questions]
        walk([*steps, *([] if self.given.kinds else [self._papers]), self._end])
        if not self.wanted:
            return None
        return replace(self.interview.visit(self.requester), copies={**self.given.copies, **self.copies})

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return local_day(self.now)

    def _procedure(self, back: bool) -> None:
        if back and self.given.procedure:
            tell(first_question(), style="yellow")
            return
        code = self.given.procedure or self._found("" if back else self.words)
        tell("", f"{code}  {procedure_name(code, self.catalogue)}", style="bold cyan")
        self.interview = interview_about(code, self.catalogue, self.now, self.given.answers, self.given.kinds)
        self._asked.clear()

    def _found(self, words: str) -> str:
        words = words or ask(_("What does the citizen need?"))
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

    def _about_the_requester(self) -> list[Step]:
        """A step for each thing that the command line does not say."""
        asked: tuple[tuple[str, str, Callable[[str], str]], ...] = (
            ("name", _("Full name:"), checked_name),
            ("personal_id", _("Personal number:"), lambda typed: checked_number(typed, self.today)),
            ("birth_date", _("Day of birth:"), self._checked_birth),
            ("phone", _("Telephone:"), checked_phone),
            ("email", _("E-mail:"), checked_email),
            ("relation", _("What are they to the person it is about?"), checked_name),
        )
        left = [one for one in asked if not getattr(self.given.requester, one[0])]
        return [self._requester_step(*one, first=one is left[0]) for one in left]

    def _requester_step(self, name: str, text: str, checked: Callable[[str], str], first: bool) -> Step:
        def step(back: bool) -> None:
            if name == "birth_date" and len(self.requester.personal_id) == _WHOLE_NUMBER:
                if back:
                    raise WayBackError
                return
            before = getattr(self.requester, name)
            if first or back:
                tell("", _("Who asks (Enter = leave empty, < = the question before)"), style="bold cyan")
            asked = f"{text} [{before}]" if before else text
            told = ask_until(asked, lambda typed: checked(typed) or before)
            self.requester = replace(self.requester, **{name: told})
            if name == "personal_id" and (says := number_says(told)):
                tell(says)

        return step

    def _checked_birth(self, typed: str) -> str:
        return checked_birth(typed, self.today, self.requester.personal_id)

    def _assumptions(self, back: bool) -> None:
        """What the program takes for the answers to some questions can be put right at once."""
        self.interview = replace(self.interview, relation=self.requester.relation)
        if not self.interview.assumed():
            if back:
                raise WayBackError
            return
        tell("", _("The program takes it that:"), style="bold cyan")
        place = self._not_so(_("Which one is not so? [number, Enter = all is right]"))
        while place is not None:
            with suppress(WayBackError):  # to the list again
                self._ask(self.interview.assumed()[place].question)
            place = self._not_so(_("Another one? [number, Enter = no]"))

    def _not_so(self, question: str) -> int | None:
        assumed = self.interview.assumed()
        return ask_choice(question, [_question_and_reply(each) for each in assumed])

    def _open_questions(self, back: bool) -> None:
        """Ask what decides about papers and nothing tells."""
        if back:
            self._ask_last_again()
        while left := self.interview.open():
            question = left[0].question
            try:
                self._ask(question)
            except WayBackError:
                self._ask_last_again()
            else:
                self._asked.append(question.name)

    def _ask_last_again(self) -> None:
        if not self._asked:
            raise WayBackError
        self.interview = self.interview.asked_again(self._asked.pop())

    def _ask(self, question: Question) -> None:
        name = question.name
        if question.values:
            tell("", question_text(question))
            replies = list(question.values)
            place = ask_choice(
                _("Answer: [number, Enter = not known yet, < = the question before]"),
                [reply_text(question, reply) for reply in replies],
            )
            reply = "" if place is None else replies[place]
        else:
            hint = _("{answers}, Enter = not known yet").format(answers=possible_answers(question))
            edition = self.interview.edition
            reply = ask_until(
                f"{question_text(question)} [{hint}]",
                lambda typed: checked_answer(edition, name, typed) if typed else "",
            )
        answered = self.interview.answered(name, reply) if reply else self.interview.left_open(name)
        self.interview = answered

    def _papers(self, _back: bool) -> None:
        demands = self.interview.demands()
        tell("", _("Papers"), style="bold cyan")
        tell_list(papers_rows(demands, self.catalogue))
        tell(_("Behind a number =s is a certified copy, =p a photocopy, =g the original: 2=s"))
        kinds, self.copies = ask_until(
            _("Which are there? [numbers such as 1 2b, Enter = all to hand in, 0 = none]"),
            lambda typed: (chosen_kinds(typed, demands), chosen_copies(typed, demands)),
        )
        self.interview = replace(self.interview, kinds=kinds)

    def _end(self, _back: bool) -> None:
        self._tell_lacking()
        self.wanted = ask_yes(_("Make the dossier? [Enter = yes, k = no]"))

    def _tell_lacking(self) -> None:
        lacking, unknown = self.interview.lacking(), self.interview.questions()
        tell("")
        if not lacking:
            tell(_("All papers that must be handed in are there."), style="green")
        else:
            tell(_("Still missing; you may tell the citizen:"), style="bold red")
            tell_list(("-", finding.citizen or finding.clerk) for finding in lacking)
        if left := [question_text(each.question) for each in unknown if each.reply is None]:
            tell(_("Not known yet; it is asked again when the papers are there:"))
            tell_list(("-", text) for text in left)
        tell(_("Result due: {day}").format(day=f"{self.interview.due():%d/%m/%Y}"))
        if fees := self.interview.edition.fees:
            tell(_("Fees:"))
            tell_list(("-", fee_told(fee)) for fee in fees)


def _question_and_reply(asked: CounterQuestion) -> str:
    """A question with what was said, else what the program assumes."""
    return f"{question_text(asked.question)} {reply_text(asked.question, asked.reply or '')}"
