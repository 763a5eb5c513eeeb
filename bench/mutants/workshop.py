# SPDX-License-Identifier: Apache-2.0
"""A copy of the checkout in which mutmut changes one group of modules."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.mutants.plan import Group
from bench.mutants.sample import module_of
from bench.mutants.verdicts import Known, Verdict

CHECKOUT = Path(__file__).parents[2]
ROOMS = ("templates", "ocr", "intake", "batch")
_BESIDE = ("samples", "bench", "docs", "README.md", "sohoa", "run")
"""What tests read besides the rooms."""

_NAMES = Path(__file__).with_name("names.py")

_STATUS = {0: "survived", 5: "no test", 33: "no test"}
"""mutmut's codes for a change that nothing noticed; any other says that it was noticed."""


_LOOK_S = 5.0
"""How often it is looked at what mutmut has tried."""


class MutmutError(RuntimeError):
    """mutmut could not do its work; the message is what it printed last."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """``folder`` holds a copy of the checkout, with mutmut's settings for ``group``."""

    group: Group
    folder: Path
    jobs: int

    @classmethod
    def set_up(cls, group: Group, folder: Path, jobs: int) -> Workshop:
        """Copy the checkout to ``folder``."""
        shutil.rmtree(folder, ignore_errors=True)
        for name in _files():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, folder / name)
        (folder / "setup.cfg").write_text(configuration(group), "utf-8")
        return cls(group, folder, jobs)

    def names(self) -> list[str]:
        """All changes of the group's modules, by mutmut's names."""
        return self._told(sys.executable, str(_NAMES), *self.group.modules).split()

    def verdicts(self, wanted: Collection[str], known: Sequence[Known]) -> Iterator[Verdict]:
        """Try those of ``wanted`` that are changes of this group, each told as soon as it was tried.

        Raises:
            MutmutError: the group's tests fail unchanged, or mutmut ended before all were tried.
        """
        left = {name for name in self.names() if name in wanted}
        if not left:
            return
        running = self._started("run", "--max-children", str(self.jobs), *sorted(left))
        ended = False
        try:
            while left and not ended:
                ended = _ended(running)
                for name, code in self._tried(left):
                    left.remove(name)
                    yield self._verdict(name, _STATUS.get(code, "noticed"), known)
        finally:
            running.kill()  # nothing to a process that ended
            running.wait()
        if left:
            raise MutmutError(f"{self.group.name}: {len(left)} not tried\n{self._printed()}")

    def _verdict(self, name: str, status: str, known: Sequence[Known]) -> Verdict:
        if status == "noticed":
            return Verdict(name, module_of(name), status)
        diff = _only_changes(self._mutmut("show", name))
        why = next((one.why for one in known if one.covers(module_of(name), diff)), "")
        return Verdict(name, module_of(name), status, diff, why)

    def _tried(self, names: Collection[str]) -> list[tuple[str, int]]:
        """Those of ``names`` that mutmut has tried by now, with its verdict."""
        codes = {name: code for module in self.group.modules for name, code in self._codes(module).items()}
        return [(name, code) for name in sorted(names) if (code := codes.get(name)) is not None]

    def _codes(self, module: str) -> dict[str, int | None]:
        """mutmut's verdict on each change; None for one that was not tried."""
        meta = self.folder / "mutants" / f"{module}.meta"
        try:
            codes: dict[str, int | None] = json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
        except (FileNotFoundError, json.JSONDecodeError):  # not yet written, or only half
            return {}
        return codes

    def _mutmut(self, *words: str) -> str:
        return self._told(str(Path(sys.executable).with_name("mutmut")), *words)

    def _started(self, *words: str) -> subprocess.Popen[bytes]:
        """mutmut at work in the copy; what it prints is kept there."""
        command = (str(Path(sys.executable).with_name("mutmut")), *words)
        with self._log.open("wb") as log:
            return subprocess.Popen(
                command, cwd=self.folder, env=self._env(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    @property
    def _log(self) -> Path:
        return self.folder / "mutmut.log"

    def _printed(self) -> str:
        """The end of what mutmut and pytest printed."""
        return self._log.read_text("utf-8", errors="replace")[-6000:]

    def _told(self, *words: str) -> str:
        """What a program prints that runs in the copy."""
        done = subprocess.run(
            words, cwd=self.folder, env=self._env(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = done.stdout[-4000:] + done.stderr[-2000:]
            raise MutmutError(f"{self.group.name}: {' '.join(words[:3])}\n{said}")
        return done.stdout

    def _env(self) -> dict[str, str]:
        scratch = self.folder / "scratch"  # of pytest: its own cleans up after other runs of the same user
        scratch.mkdir(exist_ok=True)
        return os.environ | {"OMP_THREAD_LIMIT": "1", "PYTEST_DEBUG_TEMPROOT": str(scratch)}


def _ended(running: subprocess.Popen[bytes]) -> bool:
    """Whether it ended within the next seconds."""
    try:
        running.wait(_LOOK_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def configuration(group: Group) -> str:
    """mutmut's settings for ``group``."""
    lists = {
        "source_paths": ROOMS,
        "only_mutate": group.modules,
        "also_copy": _BESIDE,
        "pytest_add_cli_args_test_selection": group.tests,
        "pytest_add_cli_args": ("-n0", "-p", "no:cacheprovider"),
    }
    lines = ["[mutmut]"]
    for key, values in lists.items():
        lines += [f"{key} =", *(f"    {value}" for value in values)]
    # The tests' own time says too little of a busy machine; a change tried in a fork of the process that ran
    # the tests would find caches full of what the unchanged code had said; and why tests fail unchanged is
    # printed with debug alone.
    settings = ("timeout_constant = 20", "process_isolation = forkserver", "debug = true")
    return "\n".join([*lines, *settings, ""])


def _files() -> list[Path]:
    """The checkout's files, also new ones, without what git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [Path(name) for name in listed.stdout.split("\0") if name and (CHECKOUT / name).is_file()]


def _only_changes(shown: str) -> str:
    """The changed lines of a unified diff."""
    lines = [line for line in shown.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    return "\n".join(lines)
