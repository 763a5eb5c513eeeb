# SPDX-License-Identifier: Apache-2.0
"""The storm: rounds of pushing until everything has arrived, and what is then at both ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import select

from batch.gateway.sandbox.core import SandboxCore
from batch.outbox.numbers import tell_number
from bench.storm.doors import DOORS
from bench.storm.dossiers import WHO, package, queued_dossier
from bench.storm.pusher import Round, push_and_ask
from bench.storm.weather import Weather
from intake.dossier.states import State
from intake.reading.workers import PRELOAD
from intake.settings.clock import utc_now
from intake.store.store import Store
from intake.store.tables.model import DossierRow

MOST_ROUNDS = 500
BETWEEN_ROUNDS = timedelta(hours=3)
_DELAY_S = 0.03
"""So long after that request it may still live: the answer is under way, or was just written down."""

_ASKING = 0.25
"""In so many rounds of sending statuses are asked for as well; asking for hundreds is most of a round."""


@dataclass(slots=True)
class Found:
    """What a storm has seen. ``wrong`` are sentences about what should not be; none is the aim."""

    dossiers: int
    rounds: int = 0
    kills: int = 0
    corrected: int = 0
    requests: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    arrived: int = 0
    twice: int = 0
    wrong: list[str] = field(default_factory=list)


class Storm:
    """A store of ``dossiers`` queued families, one of them poisoned, and a gateway in ``folder``."""

    def __init__(
        self,
        folder: Path,
        dossiers: int,
        weather: Weather,
        *,
        kills: float,
        timeout_s: float,
        door: str = "ministry",
    ) -> None:
        self._door, self._ends = door, DOORS[door].ends
        self._folder = folder
        self._weather = weather
        weather.harmless = DOORS[door].harmless
        self._chance = weather.chance
        self._kills = kills
        self._timeout_s = timeout_s
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload([*PRELOAD, push_and_ask.__module__])
        self._ahead = timedelta(0)
        self._asking = _ASKING
        self.found = Found(dossiers)
        self._store = Store.open(folder / "home", lambda: utc_now() + self._ahead)
        self._ids = [queued_dossier(self._store, number) for number in range(dossiers)]
        for place, dossier in enumerate(self._ids) if DOORS[door].numbered else ():
            tell_number(self._store, dossier, f"H21.129-261116-{place:04}", who=WHO)

    def run(self) -> Found:
        """All of it: sending in the storm, the poisoned one in calm, statuses in the storm, then the sums."""
        with DOORS[self._door].running(self._folder / "gateway") as gateway:
            gateway.sandbox.faults.append(self._weather)
            poisoned = self._ids[0]
            self._weather.poisoned = [poisoned]
            self._until(
                gateway.url,
                lambda: self._unsent() <= {poisoned} and self._weather.struck["poisoned"],
                "others were held up",
            )
            if poisoned not in self._unsent():
                self.found.wrong.append("the poisoned dossier arrived, so it was not poisoned")
            self._weather.poisoned = []
            self._until(gateway.url, lambda: not self._unsent(), "the poisoned dossier never arrived")
            self._officers_work(gateway.sandbox)
            self._asking = 1.0
            self._until(gateway.url, lambda: not self._differing(gateway.sandbox), "statuses stayed apart")
            self._add_up(gateway.sandbox)
        self._store.close()
        return self.found

    def _until(self, url: str, done: Any, complaint: str) -> None:
        for _round in count():
            if done():
                return
            if _round == MOST_ROUNDS:
                self.found.wrong.append(complaint)
                return
            self._a_round(url)
            self._clerks_work()

    def _a_round(self, url: str) -> None:
        self._ahead += BETWEEN_ROUNDS
        self.found.rounds += 1
        seed = self._chance.randrange(1 << 30)
        asks = self._chance.random() < self._asking
        home, gateway = self._folder / "home", self._folder / "gateway"
        one = Round(home, url, self._ahead, seed, self._timeout_s, asks, self._door, gateway)
        process = self._processes.Process(target=push_and_ask, args=(one,))
        process.start()
        if self._chance.random() < self._kills:
            self._kill_in_time(process)
        process.join()
        self._weather.told = lambda: None
        self.found.kills += process.exitcode == -signal.SIGKILL
        if process.exitcode not in (0, -signal.SIGKILL):
            self.found.wrong.append(f"a pusher ended with {process.exitcode}")

    def _kill_in_time(self, process: BaseProcess) -> None:
        """Kill the pusher at one of its requests, or a moment after it."""
        left = iter(range(self._chance.randrange(10 + self.found.dossiers), -1, -1))

        def told() -> None:
            if next(left, -1) == 0 and process.pid is not None:
                threading.Timer(self._chance.uniform(0, _DELAY_S), _kill, (process,)).start()

        self._weather.told = told

    def _clerks_work(self) -> None:
        """What was refused is looked at, packaged again and queued."""
        for dossier in self._in_state(State.RETURNED):
            self.found.corrected += 1
            with self._store.write() as session:
                for state in (State.REVIEWED, State.COMPLETE, State.PACKAGED):
                    self._store.advance(session, dossier, state, who=WHO)
            package(self._store, dossier)

    def _officers_work(self, sandbox: SandboxCore) -> None:
        """Every dossier at the gateway gets an end."""
        for kept in sandbox.store.dossiers():
            status = self._chance.choice(list(self._ends))
            sandbox.store.keep_dossier(kept["number"], {**kept, "status": status})

    def _differing(self, sandbox: SandboxCore) -> set[str]:
        """The numbers whose dossier stands elsewhere here than there."""
        ends = {kept["number"]: self._ends[kept["status"]] for kept in sandbox.store.dossiers()}
        return {str(number) for number, state in self._numbered() if ends.get(str(number)) is not state}

    def _add_up(self, sandbox: SandboxCore) -> None:
        found, kept = self.found, sandbox.store.dossiers()
        found.requests, found.struck = self._weather.requests, self._weather.struck
        found.arrived = len(kept)
        there = Counter(map(self._ours, kept))
        found.wrong += [f"{dossier} is not at the gateway" for dossier in self._ids if dossier not in there]
        found.wrong += [f"{dossier} is there {n} times" for dossier, n in there.items() if n > 1]
        numbers = {one["number"]: self._ours(one) for one in kept}
        found.wrong += [
            f"{number} is another dossier there"
            for number, _state in self._numbered()
            if number not in numbers
        ]
        times = (1 if DOORS[self._door].takes_again else one["times"] for one in kept)
        found.twice = sum(times) - len(self._ids)
        if found.twice:
            found.wrong.append("a dossier was taken more than once")

    def _ours(self, kept: dict[str, Any]) -> str:
        return DOORS[self._door].ours(kept)

    def _unsent(self) -> set[str]:
        return set(self._in_state(State.QUEUED, State.RETURNED))

    def _in_state(self, *states: State) -> list[str]:
        with self._store.read() as session:
            return list(session.scalars(select(DossierRow.id).where(DossierRow.state.in_(states))))

    def _numbered(self) -> Iterator[tuple[str | None, State]]:
        with self._store.read() as session:
            yield from session.execute(select(DossierRow.official_number, DossierRow.state)).all()


def _kill(process: BaseProcess) -> None:
    if process.pid is not None and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
