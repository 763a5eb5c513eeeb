# SPDX-License-Identifier: Apache-2.0
"""The lines that a program prints, as they come; one that is silent for too long is ended."""

from __future__ import annotations

import queue
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self

_SECONDS_TO_END = 5.0
_MOST_KEPT = 200


class ProgramLines:
    """Runs ``command`` and gives its lines, of both its outputs; it is ended with the block.

    ``said`` are the lines so far (the last two hundred), ``status`` the exit status once it ended,
    ``timed_out`` whether it was silent for ``silence_s``: without a line, and ``signs`` (what it does without
    a word, its files say) the same as when last looked at. A program that can't be started ends with 127.
    """

    def __init__(
        self,
        command: Sequence[str],
        surroundings: Mapping[str, str],
        silence_s: float,
        signs: Callable[[], object] = tuple,
    ) -> None:
        self.said: list[str] = []
        self.status, self.timed_out = 0, False
        self._command, self._surroundings, self._silence_s = command, surroundings, silence_s
        self._signs = signs
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=dict(self._surroundings),
            )
        except OSError as error:
            self.said.append(error.strerror or str(error))
            self.status = 127
            return self
        threading.Thread(target=self._read, args=(self._process,), daemon=True).start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.terminate()  # scanimage stops the scanner first
        try:
            self.status = process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            self.status = process.wait()

    def __iter__(self) -> Iterator[str]:
        if self._process is None:
            return
        seen: object = None
        while True:
            try:
                line = self._lines.get(timeout=self._silence_s)
            except queue.Empty:
                before, seen = seen, self._signs()
                if seen and seen != before:
                    continue
                self.timed_out = True
                return
            if line is None:
                self._process.wait()
                return
            del self.said[: len(self.said) - _MOST_KEPT + 1]
            self.said.append(line)
            yield line

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._lines.put(line.decode("utf-8", "replace").strip())
        self._lines.put(None)
