# SPDX-License-Identifier: Apache-2.0
"""What a clerk does with one dossier, on stores of several sizes in turn: does it cost the same?

The use cases are called in one process, without the start of a command, which would hide a difference. What
counts is the processor time of the thread that asks (the gateway answers in another), on a server also that
of its process that serves it, and the time on the clock that is spent waiting for it. Which store goes first
changes with each turn: the first after another act finds the processor's caches cold. How far sizes are apart
is taken turn by turn: what else the computer does makes all sizes of a turn dearer, and medians of different
turns do not say more than that. Beside it stands what does not depend on that at all: statements, and rows
that a server reads.
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from batch.gateway.doors import Doors, OnlyDoor
from batch.gateway.sandbox.rules import SandboxRules, load_rules
from batch.gateway.sandbox.server import running_sandbox
from batch.package.pack_work import PackagePlace, PackageSettings, PackTask, pack_task
from batch.package.plan import plan_package
from batch.services.pushing import push_dossiers, to_push
from bench.scale.place import Place
from bench.scale.server_time import waiting_timed
from bench.scale.work_done import Work, work_counted
from bench.storm.doors import ministry
from bench.storm.dossiers import WHO, queued_dossier
from intake.dossier.paging import Paging
from intake.dossier.requester import Requester, Visit
from intake.dossier.search.sought import Sought
from intake.dossier.states import State
from intake.services.changing.edit import Edit, edit
from intake.services.counter.reception import open_dossier
from intake.services.dossier_view import dossier_shown
from intake.services.judging import check_dossier
from intake.store.store import WHOLE_FOR, Store
from templates.catalogue.loading import load_catalogue

PROCEDURE = "1.001193"
T = TypeVar("T")


@dataclass(slots=True)
class Desk:
    """A store and what it takes to work in it; ``read`` is a dossier that was read and waits for a person,
    ``queued`` one that waits to be sent.
    """

    store: Store
    doors: Doors
    read: str
    newest: str
    queued: str = ""
    turn: int = 0


def _new(desk: Desk) -> None:
    open_dossier(desk.store, Visit(PROCEDURE, Requester("TRẦN THỊ THỬ")), who=WHO)


def _show(desk: Desk) -> None:
    dossier_shown(desk.store, desk.newest, load_catalogue())


def _check(desk: Desk) -> None:
    check_dossier(desk.store, desk.read, commune="")


def _edit(desk: Desk) -> None:
    change = Edit([("child.sex", ("Nam", "Nữ")[desk.turn % 2])])
    edit(desk.store, desk.read, change, who=WHO, commune="")


def _push(desk: Desk) -> None:
    desk.store.require_whole(WHOLE_FOR)
    ids = to_push(desk.store, desk.queued, early=True)
    (result,) = push_dossiers(desk.store, ids, desk.doors, who=WHO, early=True)
    if result.state != "sent":
        raise RuntimeError(f"the dossier was not sent: {result.state}, {result.trouble}")


def _package(desk: Desk) -> None:
    """Its files made, not recorded, in this process: as each time the first."""
    with desk.store.read() as session:
        plan = plan_package(desk.store, session, desk.store.get(session, desk.read), load_catalogue())
    with tempfile.TemporaryDirectory() as folder:
        pack_task(PackTask(plan, PackagePlace(Path(folder), desk.store.objects), PackageSettings()))


ACTS: Mapping[str, Callable[[Desk], None]] = {
    "new": _new,
    "show": _show,
    "check": _check,
    "edit": _edit,
    "package": _package,
    "push": _push,
}


@dataclass(slots=True)
class Taken:
    """What one act took each time, in milliseconds: of this thread, of a server's processor, of both, and
    waiting for it.
    """

    cpu_ms: list[float] = field(default_factory=list)
    server_ms: list[float] = field(default_factory=list)
    waited_ms: list[float] = field(default_factory=list)

    def told(self) -> dict[str, list[float]]:
        """By the names in the figures."""
        both = [own + served for own, served in zip(self.cpu_ms, self.server_ms, strict=True)]
        told = {"cpu_ms": self.cpu_ms, "server_ms": self.server_ms, "both_ms": both}
        return {**told, "waited_ms": self.waited_ms}

    def medians(self) -> dict[str, float]:
        """As it stands in the figures; ``quarter_ms``: a quarter of the times it took no longer, which on a
        busy computer says more than the median.
        """
        told = self.told()
        found = {name: round(statistics.median(taken), 2) for name, taken in told.items()}
        return found | {"quarter_ms": round(sorted(told["both_ms"])[len(told["both_ms"]) // 4], 2)}


def beside_each_other(by_size: Mapping[int, Taken]) -> dict[int, dict[str, float]]:
    """By size how many times it took what the sizes of the same turn took on average (geometric mean): the
    median over the turns.
    """
    found: dict[int, dict[str, float]] = {size: {} for size in by_size}
    for name in ("cpu_ms", "both_ms", "waited_ms"):
        taken = {size: one.told()[name] for size, one in by_size.items()}
        turns = [turn for turn in zip(*taken.values(), strict=True) if min(turn) > 0]
        means = [statistics.geometric_mean(turn) for turn in turns]
        for place, size in enumerate(taken):
            shares = [turn[place] / mean for turn, mean in zip(turns, means, strict=True)]
            found[size][f"{name}_beside"] = round(statistics.median(shares), 4) if shares else 0.0
    return found


def measure(places: Mapping[int, Place], times: int) -> dict[str, dict[str, Any]]:
    """Medians by act and size, the stores taking turns; a first round is not counted."""
    taken = {act: {size: Taken() for size in places} for act in ACTS}
    with _desks(places) as desks:
        for turn in range(times + 1):
            for act, do in ACTS.items():
                for size, desk in in_turn(list(desks.items()), turn):
                    desk.turn = turn
                    if act == "push":
                        desk.queued = queued_dossier(desk.store)
                    _timed(partial(do, desk), taken[act][size] if turn else Taken())
        work = {act: {size: _counted(act, desk) for size, desk in desks.items()} for act in ACTS}
    found: dict[str, dict[str, Any]] = {}
    for act, by_size in taken.items():
        beside = beside_each_other(by_size)
        found[act] = {
            str(size): one.medians() | beside[size] | asdict(work[act][size]) for size, one in by_size.items()
        }
    return found


def _counted(act: str, desk: Desk) -> Work:
    """What an act has the database do; another one before takes with it what was done until then."""
    with work_counted():
        _show(desk)
    desk.turn += 1
    if act == "push":
        desk.queued = queued_dossier(desk.store)
        with work_counted():
            _show(desk)
    with work_counted() as work:
        ACTS[act](desk)
    return work


def in_turn(all_of_them: Sequence[T], turn: int) -> list[T]:
    """Another first each turn, so that none gains or loses by its place."""
    first = turn % len(all_of_them)
    return [*all_of_them[first:], *all_of_them[:first]]


def _timed(do: Callable[[], None], taken: Taken) -> None:
    gc.collect()
    gc.disable()
    try:
        with waiting_timed() as waited:
            began = time.thread_time()
            do()
            taken.cpu_ms.append((time.thread_time() - began) * 1000)
        taken.server_ms.append(waited.server_cpu_s * 1000)
        taken.waited_ms.append(waited.seconds * 1000)
    finally:
        gc.enable()


@contextmanager
def _desks(places: Mapping[int, Place]) -> Iterator[Mapping[int, Desk]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        gateway = stack.enter_context(running_sandbox(folder, rules=_numbers_of_its_own()))
        desks: dict[int, Desk] = {}
        for size, place in places.items():
            store = place.open()
            stack.callback(store.close)
            with store.read() as session:
                (newest,) = store.list(session, paging=Paging(length=1))
                (read,) = store.list(session, Sought(states=(State.READ,)), Paging(length=1))
            desks[size] = Desk(store, OnlyDoor(partial(ministry, gateway.url, Path())), read.id, newest.id)
        yield desks


def _numbers_of_its_own() -> SandboxRules:
    """A new gateway each time would know the files of the last; a store remembers the numbers of that one."""
    begins = f"{int(time.time()) % 10_000:04}"
    return load_rules().model_copy(update={"number": "{unit}-{day:%Y%m%d}-" + begins + "{running:03d}"})


def spread(by_size: Mapping[str, Mapping[str, float]], what: str) -> float:
    """By how much the dearest size is above the cheapest, 0.1 for a tenth."""
    found = [figures[what] for figures in by_size.values()]
    return max(found) / min(found) - 1 if min(found) > 0 else 0.0
