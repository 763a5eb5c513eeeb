# SPDX-License-Identifier: Apache-2.0
"""What became of a change, and which that survive are known to do no harm."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.tables import Table, percent

SURVIVORS = Path(__file__).with_name("survivors.yaml")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``status``: ``noticed``, ``survived`` or ``no test`` (none runs the function). ``why``: the known
    reason why no test notices, if there is one."""

    name: str
    module: str
    status: str
    diff: str = ""
    why: str = ""

    @property
    def known(self) -> bool:
        """Whether it survived for a reason that ``survivors.yaml`` gives."""
        return bool(self.why)

    @property
    def survived(self) -> bool:
        """Whether it did without such a reason."""
        return self.status != "noticed" and not self.known


@dataclass(frozen=True, slots=True)
class Known:
    """A change (``before`` → ``after`` in ``module``), or a kind of change (``either``: both lines are the
    same when what it matches is left out), that no test notices, and why."""

    why: str
    module: str = ""
    before: str = ""
    after: str = ""
    either: str = ""

    def covers(self, module: str, diff: str) -> bool:
        """Whether a survivor of ``module`` with the changed lines ``diff`` is this one."""
        gone, come = _side(diff, "-"), _side(diff, "+")
        if self.module and self.module != module:
            return False
        if self.either:
            return re.sub(self.either, "", gone) == re.sub(self.either, "", come)
        return (_flat(self.before), _flat(self.after)) == (gone, come)


def known_survivors(file: Path = SURVIVORS) -> list[Known]:
    """The changes of ``file``; TypeError for one with a word too many."""
    data: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8")) or []
    return [Known(**row) for row in data]


def keep_verdicts(file: Path, verdicts: Sequence[Verdict]) -> None:
    """Write them down as JSON, whole before the file bears its name."""
    told = [asdict(verdict) for verdict in verdicts]
    written = file.with_name(f"{file.name}.part")
    written.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    written.replace(file)


def kept_verdicts(file: Path | None) -> list[Verdict]:
    """Those of an earlier run over the same checkout, if ``file`` holds any."""
    if file is None or not file.exists():
        return []
    return [Verdict(**row) for row in json.loads(file.read_text("utf-8"))]


def table(verdicts: Sequence[Verdict]) -> Table:
    """How many were noticed, by module; those that change nothing are left out of the share."""
    modules = sorted({v.module for v in verdicts})
    rows = [_row(module, [v for v in verdicts if v.module == module]) for module in modules]
    headings = ("module", "tried", "change nothing", "noticed", "share")
    return Table("Changes noticed by a test", headings, [*rows, _row("together", list(verdicts))])


def _row(title: str, verdicts: list[Verdict]) -> tuple[str, ...]:
    counted = [v for v in verdicts if not v.known]
    noticed = sum(not v.survived for v in counted)
    share = noticed / len(counted) if counted else None
    return (title, str(len(verdicts)), str(len(verdicts) - len(counted)), str(noticed), percent(share))


def _side(diff: str, sign: str) -> str:
    return _flat(" ".join(line[1:] for line in diff.splitlines() if line.startswith(sign)))


def _flat(text: str) -> str:
    return " ".join(text.split())
