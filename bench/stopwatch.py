# SPDX-License-Identifier: Apache-2.0
"""Timing functions of a package from outside: each stage's own time, without that of stages inside it.

The package is not changed; while a :class:`Stopwatch` runs, the modules that use a function find a timed one
in its place. What is measured is processor time, of the process and of those it waited for: on a busy machine
the clock on the wall would time the neighbours.
"""

from __future__ import annotations

import functools
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from inspect import isgeneratorfunction
from typing import Any


@dataclass(frozen=True, slots=True)
class Stage:
    """A function ``module.name`` whose time goes under ``label``; several may share one label."""

    label: str
    module: str
    name: str


def processor_time() -> float:
    """Seconds of processor time this process and its ended children have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@dataclass(slots=True)
class Stopwatch:
    """Seconds by label: ``own`` without stages inside, ``whole`` with them."""

    clock: Callable[[], float] = processor_time
    own: dict[str, float] = field(default_factory=dict)
    whole: dict[str, float] = field(default_factory=dict)
    _inside: list[float] = field(default_factory=list)

    @contextmanager
    def running(self, stages: Sequence[Stage], *packages: str) -> Iterator[None]:
        """Time ``stages`` in all loaded modules of ``packages``; AttributeError if one of them is gone."""
        # all modules first: one loaded later would keep a timed function for good
        functions = [getattr(import_module(stage.module), stage.name) for stage in stages]
        with ExitStack() as stack:
            for stage, function in zip(stages, functions, strict=True):
                stack.enter_context(_replaced(function, self._timed(stage.label, function), packages))
            yield

    @contextmanager
    def time(self, label: str) -> Iterator[None]:
        """Time what happens inside under ``label``."""
        begun = self.clock()
        self._inside.append(0.0)
        try:
            yield
        finally:
            whole = self.clock() - begun
            own = whole - self._inside.pop()
            self.own[label] = self.own.get(label, 0.0) + own
            self.whole[label] = self.whole.get(label, 0.0) + whole
            if self._inside:
                self._inside[-1] += whole

    def _timed(self, label: str, function: Callable[..., Any]) -> Callable[..., Any]:
        if isgeneratorfunction(function):
            return functools.wraps(function)(
                lambda *given, **named: self._steps(label, function(*given, **named))
            )

        @functools.wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            with self.time(label):
                return function(*given, **named)

        return timed

    def _steps(self, label: str, steps: Iterator[Any]) -> Iterator[Any]:
        """A generator's steps: what its user does between them is not its time."""
        done = object()
        while True:
            with self.time(label):
                step = next(steps, done)
            if step is done:
                return
            yield step


@contextmanager
def _replaced(function: object, other: object, packages: Sequence[str]) -> Iterator[None]:
    places = [
        (module, name)
        for key, module in list(sys.modules.items())
        if key.partition(".")[0] in packages
        for name, value in vars(module).items()
        if value is function
    ]
    for module, name in places:
        setattr(module, name, other)
    try:
        yield
    finally:
        for module, name in places:
            setattr(module, name, function)
