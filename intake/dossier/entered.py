# SPDX-License-Identifier: Apache-2.0
"""What a person typed, as every command takes it: the door of :mod:`templates.language.outside_text` for
people.
"""

from __future__ import annotations

from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest, one_line


def entered(text: str, longest: Longest) -> str:
    """What a person typed, cleaned and on one line.

    Raises ``UsageError`` where it is longer: what a person says is never cut in silence.
    """
    line = one_line(text)
    if len(line) > longest:
        raise UsageError(
            _("This text is too long: {count} signs where {most} fit.").format(
                count=len(line), most=int(longest)
            ),
            _("Write it shorter; was a whole page pasted by mistake?"),
        )
    return line
