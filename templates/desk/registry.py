# SPDX-License-Identifier: Apache-2.0
"""The commands of this room: ``forms``."""

from __future__ import annotations

from templates.desk.command_line import CommandEntry
from templates.language.messages import _


def entries() -> list[CommandEntry]:
    """What this room mounts; other rooms have commands in ``forms``, too."""
    return [
        CommandEntry("forms", ("templates.desk.commands",), _("Papers and procedures this program knows."))
    ]
