# SPDX-License-Identifier: Apache-2.0
"""Findings are told in the language of today's screen, whatever language they were found in."""

from __future__ import annotations

from typing import Any

import pytest

from intake.dossier.record_json import plain
from intake.services.dossier_view import dossier_shown
from intake.services.judging import check_dossier
from intake.services.questions import answer_questions
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.language.messages import LANGUAGES, speaking


def checked(store: Store, dossier: str, language: str) -> dict[str, str]:
    with speaking(language):
        found = check_dossier(store, dossier, commune="")["findings"]
    return {finding["code"]: finding["clerk"] for finding in found}


def shown(store: Store, dossier: str, language: str) -> dict[str, str]:
    with speaking(language):
        found = dossier_shown(store, dossier, load_catalogue())["findings"]
    return {finding["code"]: finding["clerk"] for finding in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_is_shown_in_the_language_spoken_now(store: Store, dossier: str, language: str) -> None:
    (other,) = set(LANGUAGES) - {language}
    checked(store, dossier, other)
    told = shown(store, dossier, language)
    assert told == checked(store, dossier, language)
    assert told["application.missing"] != shown(store, dossier, other)["application.missing"]
    assert any(code.endswith(".question") for code in told)


def test_a_check_in_another_language_finds_nothing_new(store: Store, dossier: str) -> None:
    checked(store, dossier, "vi")
    with store.read() as session:
        before = store.journal(session, dossier), [f["fingerprint"] for f in store.findings(session, dossier)]
    checked(store, dossier, "en")
    with store.read() as session:
        after = store.journal(session, dossier), [f["fingerprint"] for f in store.findings(session, dossier)]
    assert after == before


def as_kept_before(finding: dict[str, Any], clerk: str) -> dict[str, Any]:
    """As an earlier version kept it: one sentence, in the language of its check."""
    return {name: value for name, value in finding.items() if name != "said"} | {"clerk": clerk}


def test_what_an_earlier_version_kept_is_reworded_where_it_is_still_found(store: Store, dossier: str) -> None:
    with speaking("en"):
        found = check_dossier(store, dossier, commune="")["findings"]
    old = [as_kept_before(plain(finding), finding["clerk"]) for finding in found]
    gone = as_kept_before(old[0], "No longer found.") | {"code": "gone.missing"}
    with store.write() as session:
        store.set_findings(session, dossier, [*old, gone], who="lan")
    told = shown(store, dossier, "vi")
    assert told.pop("gone.missing") == "No longer found."
    assert told == checked(store, dossier, "vi")


@pytest.mark.parametrize("typed", ["yes", "Có", "có", "co", "Yes"])
def test_a_question_is_answered_in_the_words_of_the_screen(store: Store, dossier: str, typed: str) -> None:
    told = answer_questions(store, dossier, [("abandoned", typed)], who="lan", commune="")
    (line,) = [line for line in told["questions"] if line["name"] == "abandoned"]
    assert line["answer"] == "yes"


@pytest.mark.parametrize(("language", "said"), [("vi", "Có"), ("en", "Yes")])
def test_an_answer_is_shown_in_words(store: Store, dossier: str, language: str, said: str) -> None:
    answer_questions(store, dossier, [("abandoned", "yes")], who="lan", commune="")
    with speaking(language):
        told = dossier_shown(store, dossier, load_catalogue())["answers_told"]
    assert list(told.values()) == [said]
    assert "abandoned" not in told
