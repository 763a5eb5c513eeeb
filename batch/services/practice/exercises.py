# SPDX-License-Identifier: Apache-2.0
"""The exercises as data: what the situation is, what to do, what the dossier must be like in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from templates.files.datafiles import Frozen, load
from templates.language.messages import current_language
from templates.model.codelists import Texts

DATA = Path(__file__).parent / "exercises.yaml"
PAPERS = Path(__file__).parent / "papers"


class Goal(StrEnum):
    """What can be asked of a dossier in the end."""

    VALUES = "values"  # the form says this
    UNREADABLE = "unreadable"  # somebody said that the field can't be read
    ANSWERED = "answered"  # the question got this answer
    OUT = "out"  # these pages are in the dossier no more
    KEPT = "kept"  # these pages are still in it
    APART = "apart"  # these pages, and no others, are in one other dossier
    PROCEDURE = "procedure"  # that other dossier is of this procedure
    PACKAGED = "packaged"  # it is packaged, or went to the gateway
    ASKED = "asked"  # the citizen is asked for what is missing, and nothing was packaged


class Criterion(Frozen):
    """One thing that is judged: the ``goal``, what it is about, and what to say of it.

    ``values`` are fields (or questions) and what they must say, ``pages`` those of files, named as in the
    folder of the exercise: ``to-khai.pdf`` → 1, 2.
    """

    goal: Goal
    right: Texts
    missed: Texts
    values: Mapping[str, str] = {}
    pages: Mapping[str, tuple[int, ...]] = {}
    procedure: str = ""


class Exercise(Frozen):
    """One exercise. ``opens`` says at which of the dossier's pages one begins, ``minutes`` how long it takes,
    ``ends`` what would have happened where all is right.
    """

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    procedure: str
    opens: Literal["verify", "papers"] = "verify"
    minutes: int
    title: Texts
    situation: Texts
    steps: tuple[Texts, ...]
    wanted: tuple[Criterion, ...] = Field(min_length=1)
    ends: Texts

    @property
    def papers(self) -> Sequence[Path]:
        """The scans that came with the program, in their order."""
        return sorted((PAPERS / self.id).iterdir())


class _Exercises(Frozen):
    exercises: tuple[Exercise, ...]


@cache
def exercises() -> Mapping[str, Exercise]:
    """All exercises by their ids, in their order."""
    return {one.id: one for one in load(_Exercises, DATA).exercises}


def said(texts: Texts) -> str:
    """The text in the current language."""
    return texts["en"] if current_language() == "en" else texts["vi"]
