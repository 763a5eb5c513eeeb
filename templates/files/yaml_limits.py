# SPDX-License-Identifier: Apache-2.0
"""Is a YAML file of a stranger small enough to be loaded at all?

libyaml builds nested nodes by recursion in C and ends the process when they are too many; aliases of aliases
are small on paper and endless in memory. Both are counted here from the parser's events, which need neither.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from templates.files.datafiles import broken, reason_of
from templates.files.yaml_loader import no_yaml
from templates.language.messages import _

DEEPEST = 50
LARGEST = 200_000
"""Nodes with every alias written out; the largest file that we ship has under 3 000."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BEGINS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def within_limits(path: Path) -> None:
    """Raises ``TemplateError`` for a file that is nested too deep, too large, or no YAML."""
    try:
        with path.open("rb") as stream:
            _count(stream.read(), path)
    except yaml.MarkedYAMLError as error:
        raise no_yaml(path, error) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise broken(path, "-", reason_of(error)) from error


def _count(text: bytes, path: Path) -> None:
    anchors: dict[str, int] = {}
    inside: list[tuple[str | None, int]] = []  # of each open node its anchor and the nodes before it
    nodes = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, _ENDS):
            anchor, before = inside.pop()
            if anchor:
                anchors[anchor] = nodes - before
        elif isinstance(event, yaml.NodeEvent):
            nodes += anchors.get(event.anchor or "", 1) if isinstance(event, yaml.AliasEvent) else 1
            if isinstance(event, _BEGINS):
                inside.append((event.anchor, nodes - 1))
        if len(inside) > DEEPEST or nodes > LARGEST:
            raise broken(path, "-", _("it is nested too deep or too large"))
