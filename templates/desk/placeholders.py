# SPDX-License-Identifier: Apache-2.0
"""What stands on help pages for what a person writes: “TRƯỜNG=GIÁ-TRỊ”, never “<str>”."""

from __future__ import annotations

import re
from typing import Any

from templates.language.messages import _

_WORD = re.compile(r"[A-Z]{2,}|\bN\b(?!\.)")


def placeholder(param: Any) -> str:
    """For an argument or an option that takes a value, in the current language."""
    if param.metavar:
        words = _words()
        return _WORD.sub(lambda found: words.get(found[0], found[0]), param.metavar)
    kind = param.type_descriptor
    if kind.is_choice and param.param_type_name == "option":
        return "|".join(str(getattr(one, "value", one)) for one in kind.choices or ())
    if kind.is_path:
        told = kind.parameter_info
        either = told.file_okay and told.dir_okay
        return word("PATH" if either else "FILE" if told.file_okay else "FOLDER")
    names = ((kind.is_datetime, "DAY"), (kind.is_choice, "KIND"), (kind.is_ranged, "N"), (True, "TEXT"))
    return word(next(name for holds, name in names if holds))


def word(name: str) -> str:
    """A placeholder's word (``FIELD``) in the current language."""
    return _words()[name]


def usage_pieces(command: Any, ctx: Any) -> list[str]:
    """What follows a command's name in its usage line: what may be left out in brackets."""
    params = [param for param in command.get_params(ctx) if param.param_type_name == "argument"]
    pieces = [_argument(param) for param in params if not param.hidden]
    if hasattr(command, "list_commands"):
        pieces.append(_("COMMAND …"))
    return [_("[OPTIONS]"), *pieces]


def _argument(param: Any) -> str:
    told = placeholder(param)
    if param.nargs != 1 and not told.endswith("…"):
        told += "…"
    return told if param.required else f"[{told}]"


def _words() -> dict[str, str]:
    """Words of placeholders as they stand in code → in the current language."""
    return {
        "ADDRESS": _("ADDRESS"),
        "ANSWER": _("ANSWER"),
        "CODE": _("CODE"),
        "COPY": _("COPY"),
        "DAY": _("DD/MM/YYYY"),
        "DEGREES": _("DEGREES"),
        "COPIES": _("COPIES"),
        "COUNT": _("COUNT"),
        "DIR": _("FOLDER"),
        "FIELD": _("FIELD"),
        "FILE": _("FILE"),
        "FINDING": _("FINDING"),
        "FOLDER": _("FOLDER"),
        "ID": _("ID"),
        "KEYFILE": _("KEYFILE"),
        "KIND": _("KIND"),
        "N": _("N"),
        "NAME": _("NAME"),
        "PAGE": _("PAGE"),
        "PAGES": _("PAGES"),
        "PATH": _("PATH"),
        "PLACE": _("PLACE"),
        "REASON": _("REASON"),
        "SCAN": _("SCAN"),
        "STATE": _("STATE"),
        "TEXT": _("TEXT"),
        "VALUE": _("VALUE"),
        "WORDS": _("WORDS"),
    }
