# SPDX-License-Identifier: Apache-2.0
"""Making a finding out of what was found: its sentences come from the data files, never from code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from intake.dossier.facts import DossierFacts, Finding, Severity
from intake.dossier.values import PageRef, Statement
from templates.catalogue.loading import Catalogue
from templates.language.messages import _, current_language, speaking
from templates.model.rules import CrossRule, DocumentRule, Ref, Ruled, Say


@dataclass(frozen=True)
class Writer:
    """Words a finding of one rule; without a rule it words a finding of the program's own."""

    catalogue: Catalogue
    rule: Ruled | None = None

    def finding(
        self,
        what: str,
        severity: Severity,
        *,
        paper: str = "",
        field: str = "",
        page: PageRef | None = None,
        **places: object,
    ) -> Finding:
        """A finding ``what`` (a key of ``findings.yaml``); ``places`` fill its sentences.

        The kinds in ``paper`` and ``other_paper`` and the keys in ``field`` and ``fields`` become names. A
        place that is a function gives words of the language that is spoken.
        """
        say = self._say(what)
        code = f"{self.rule.id}.{what}" if self.rule else what
        said = {}
        for language, sentence in (("vi", say.vi), ("en", say.en)):
            with speaking(language):
                said[language] = _sentence(sentence, self._named(paper, field, places))
        return Finding(
            code=code,
            severity=severity,
            clerk=said[current_language()],
            said=said,
            citizen=_sentence(say.citizen, self._named(paper, field, places, "vi")),
            paper=paper,
            field=field,
            page=page,
            law=self.rule.law if self.rule else "",
            unverified=bool(self.rule and self.rule.unverified),
            fingerprint=_fingerprint(code, paper, field, page, places if self.rule else {}),
        )

    def about(self, what: str, said: Statement, other: Statement | None = None, **places: object) -> Finding:
        """A finding of a rule across papers about one value, and a second if there is one.

        What hangs on a doubtful reading asks for a look, however grave the rule.
        """
        assert isinstance(self.rule, CrossRule)
        severity = Severity(self.rule.severity)
        unsure = not said.sure or (other is not None and not other.sure)
        second = {"other_value": other.value, "other_paper": other.paper} if other else {}
        return self.finding(
            what,
            Severity.WARNING if unsure and severity is Severity.ERROR else severity,
            paper=said.paper,
            field=said.key,
            page=said.place,
            **{"value": said.value, **second, **places},
        )

    def unchecked(
        self, ref: Ref, *, days: int | None = None, years: int | None = None, date: str = ""
    ) -> Iterator[Finding]:
        """That a decisive rule lacks its data: a warning where the rule could have blocked. Else nothing."""
        rule = self.rule
        if isinstance(rule, CrossRule) and rule.decisive:
            weight = Severity.WARNING if rule.severity == "error" else Severity.INFO
            yield self.finding(
                "unchecked", weight, paper=ref.paper, field=ref.field, days=days, years=years, date=date
            )

    def _say(self, what: str) -> Say:
        if self.rule and what in self.rule.say:
            return self.rule.say[what]
        return self.catalogue.sayings[what]

    def _named(
        self, paper: str, field: str, places: dict[str, object], language: str = ""
    ) -> dict[str, object]:
        """The sentence's places with kinds and keys replaced by their names."""
        kinds = {"paper": paper, "other_paper": str(places.get("other_paper", ""))}
        names: dict[str, object] = {name: self._paper(kind, language) for name, kind in kinds.items() if kind}
        keys = places.get("fields") or ((field,) if field else ())
        assert isinstance(keys, tuple)
        names["field"] = ", ".join(self.catalogue.field_name(key, language) for key in keys)
        if isinstance(self.rule, CrossRule) and self.rule.name:
            names["field"] = self.rule.name["en" if (language or current_language()) == "en" else "vi"]
        spoken = {name: told() for name, told in places.items() if callable(told)}
        return {**places, **spoken, **names}

    def _paper(self, kind: str, language: str) -> str:
        if isinstance(self.rule, DocumentRule) and self.rule.choices[0].kind == kind:
            return self.rule.name["en" if (language or current_language()) == "en" else "vi"]
        return self.catalogue.paper_name(kind, language)


def _fingerprint(
    code: str, paper: str, field: str, page: PageRef | None, places: Mapping[str, object]
) -> str:
    """What a finding is told by in every language; one of no rule by its place alone, as its other words say
    only where that is.
    """
    same = sorted((name, told) for name, told in places.items() if not callable(told))
    told = repr((code, paper, field, page, same))
    return sha256(told.encode()).hexdigest()


def file_and_page(place: PageRef, facts: DossierFacts) -> str:
    """Where a paper lies, as a clerk finds it; "" where nobody knows what the file was called."""
    file = facts.files.get(place.document, "")
    return _("{file}, page {page}").format(file=file, page=place.page) if file else ""


def _sentence(template: str, places: dict[str, object]) -> str:
    """The template filled in, beginning with a capital."""
    text = template.format(**places)
    return text[:1].upper() + text[1:]
