# SPDX-License-Identifier: Apache-2.0
"""Which modules are changed, and which tests must notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

MODULES = Path(__file__).with_name("modules.yaml")


@dataclass(frozen=True, slots=True)
class Group:
    """Modules (paths below the checkout) that the same test files judge."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


def load_groups(file: Path = MODULES) -> list[Group]:
    """The groups of ``file``, in its order."""
    data: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return [Group(name, tuple(row["modules"]), tuple(row["tests"])) for name, row in data.items()]


def chosen_groups(groups: Sequence[Group], modules: Sequence[str] | None) -> list[Group]:
    """``groups`` with only the ``modules`` asked for (None: all). SystemExit for one that no group has."""
    if modules is None:
        return list(groups)
    if unknown := set(modules) - {module for group in groups for module in group.modules}:
        raise SystemExit(f"not in {MODULES.name}: {', '.join(sorted(unknown))}")
    kept = [replace(group, modules=tuple(m for m in group.modules if m in modules)) for group in groups]
    return [group for group in kept if group.modules]
