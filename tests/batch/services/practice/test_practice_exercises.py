# SPDX-License-Identifier: Apache-2.0
"""The exercises as they stand in their file: whole, in both languages, about papers that are there."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from batch.services.practice.exercises import PAPERS, Exercise, Goal, exercises
from batch.services.practice.opening import DAY
from samples import exercises as drawing
from templates.catalogue.loading import load_catalogue

ALL = list(exercises().values())
made = cache(drawing.exercises)
"""Drawn once: to draw the papers of all takes most of a second."""
by_id = pytest.mark.parametrize("exercise", ALL, ids=lambda one: one.id)


def test_there_are_ten() -> None:
    assert len(ALL) == 10


@by_id
def test_its_papers_came_with_the_program_and_are_those_that_the_samples_make(exercise: Exercise) -> None:
    assert [path.name for path in exercise.papers] == sorted(made()[exercise.id])


def test_no_paper_lies_there_that_no_exercise_has() -> None:
    assert {path.name for path in PAPERS.iterdir()} == {one.id for one in ALL} == set(made())
    assert sum(path.stat().st_size for path in PAPERS.rglob("*.*")) < 2_500_000


@by_id
def test_it_asks_for_fields_answers_and_pages_that_there_are(exercise: Exercise) -> None:
    catalogue = load_catalogue()
    edition = catalogue.procedure(exercise.procedure, DAY)
    fields = catalogue.document_type(edition.form).fields()
    questions = {question.name: question.values for question in edition.questions}
    pages = {
        (file, number) for file, sides in made()[exercise.id].items() for number in range(1, len(sides) + 1)
    }
    for wanted in exercise.wanted:
        if wanted.goal is Goal.ANSWERED:
            assert all(answer in questions[name] for name, answer in wanted.values.items())
        else:
            assert set(wanted.values) <= set(fields)
        assert {(file, one) for file, numbers in wanted.pages.items() for one in numbers} <= pages
        assert not wanted.procedure or wanted.procedure in catalogue.procedures


@by_id
def test_every_text_stands_in_both_languages(exercise: Exercise) -> None:
    texts = [exercise.title, exercise.situation, exercise.ends, *exercise.steps]
    texts += [text for wanted in exercise.wanted for text in (wanted.right, wanted.missed)]
    assert [text["vi"] for text in texts if text["vi"] == text["en"]] == []


@pytest.mark.slow
def test_the_same_call_makes_the_same_papers(tmp_path: Path) -> None:
    written = drawing.make_all(tmp_path)
    assert [
        path for path in written if path.read_bytes() != (PAPERS / path.relative_to(tmp_path)).read_bytes()
    ] == []
