# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a value, in words, by the type that pydantic gives its complaint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from templates.language.messages import _


def value_problem(kind: str, facts: Mapping[str, Any]) -> str | None:
    """The sentence for a complaint of type ``kind`` (``int_parsing``) with its ``ctx``, if we have one."""
    sentence = _sentences().get(kind)
    return sentence.format(**facts) if sentence else None


def _sentences() -> dict[str, str]:
    whole = _("a whole number is needed")
    texts = _("a list is needed: [one, another], or a line with a dash for each")
    keys = _("keys with values are needed (key: value)")
    day = _("a day is needed, written YYYY-MM-DD")
    return {
        "missing": _("it is missing"),
        "extra_forbidden": _("there is no such key"),
        **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), whole),
        **dict.fromkeys(("float_parsing", "float_type"), _("a number is needed")),
        "finite_number": _("a finite number is needed"),
        **dict.fromkeys(("bool_parsing", "bool_type"), _("true or false is needed")),
        "string_type": _("a text is needed; put what looks like a number in quotes"),
        "string_too_short": _("a text is needed; put what looks like a number in quotes"),
        "string_too_long": _("at most {max_length} letters are allowed"),
        "string_pattern_mismatch": _("it is not written as it must be ({pattern})"),
        **dict.fromkeys(("tuple_type", "list_type", "too_short"), texts),
        **dict.fromkeys(("dict_type", "model_type", "model_attributes_type", "mapping_type"), keys),
        **dict.fromkeys(
            ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), day
        ),
        **dict.fromkeys(("time_type", "time_parsing"), _("an hour is needed, written “15:00”")),
        "greater_than_equal": _("at least {ge} is needed"),
        "greater_than": _("more than {gt} is needed"),
        "less_than_equal": _("at most {le} is allowed"),
        "less_than": _("less than {lt} is needed"),
        **dict.fromkeys(("literal_error", "enum"), _("one of {expected} is needed")),
        **dict.fromkeys(
            ("union_tag_not_found", "union_tag_invalid"), _("it has none of the keys that say what it is")
        ),
    }
