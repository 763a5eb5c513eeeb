"""What is wrong with a value, in words, by the type that pydantic gives its complaint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from templates.language.messages import _


def value_problem(kind: str, facts: Mapping[str, Any]) -> str | None:
    """The sentence for a complaint of type ``kind`` (``int_parsing``) with its ``ctx``, if we have one."""
    sentences = {
        "int_parsing": _("a whole number is needed"),
        "int_type": _("a whole number is needed"),
        "int_from_float": _("a whole number is needed"),
        "float_parsing": _("a number is needed"),
        "float_type": _("a number is needed"),
        "finite_number": _("a finite number is needed"),
        "bool_parsing": _("true or false is needed"),
        "bool_type": _("true or false is needed"),
        "string_type": _("a text is needed"),
        "greater_than_equal": _("at least {ge} is needed"),
        "greater_than": _("more than {gt} is needed"),
        "less_than_equal": _("at most {le} is allowed"),
        "less_than": _("less than {lt} is needed"),
        "literal_error": _("one of {expected} is needed"),
    }
    sentence = sentences.get(kind)
    return sentence.format(**facts) if sentence else None
