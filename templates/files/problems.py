# SPDX-License-Identifier: Apache-2.0
"""What pydantic has against a part of a data file, in words for whoever wrote it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from templates.language.value_problems import value_problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def problem_of(error: ErrorDetails) -> str:
    """The complaint as the end of a sentence; pydantic's own words where there is no sentence of ours."""
    facts = dict(error.get("ctx", {}))
    if error["type"] == "value_error":
        return str(facts["error"])
    if "expected" in facts:
        facts["expected"] = ", ".join(expected_of(error)) or facts["expected"]
    return value_problem(error["type"], facts) or error["msg"]


def expected_of(error: ErrorDetails) -> list[str]:
    """The words of which one is wanted."""
    return re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
