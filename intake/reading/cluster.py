# SPDX-License-Identifier: Apache-2.0
"""Pages read on several computers: the promises of ``Workers``, kept by a Dask cluster (distributed).

The scheduler and the wire are Dask's. A task is a page's hash and the address of the store it lies in, a
result what was read: neither pictures nor secrets travel through the scheduler, each worker opens the paper
where it is kept, with what its own computer knows of that place (``intake.store.remote.by_address``). There a
page is read in a process of its own, with the limits that pages have everywhere (``Workers``), so a page that
hangs, dies or wants too much memory costs itself and not the worker. A worker that is killed costs the time
of its page: the scheduler gives that to another.

Dask lets whoever reaches a scheduler run programs on its workers. So plain ``tcp://`` is taken only to this
computer, unless the settings allow it for a network that nobody else reaches; ``tls://`` is Dask's own
(``distributed.comm.tls`` in its configuration).
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlsplit

from intake.errors import ClusterError
from intake.reading.worker_process import Failure, FailureCode, Limits
from intake.reading.workers import TaskOutcome, Workers
from templates.errors import SohoaError
from templates.files.active import active_root, own_forms_folder
from templates.language.messages import choose_language, current_language
from templates.version import VERSION

if TYPE_CHECKING:
    from distributed import Client, Future

Task = TypeVar("Task")
Value = TypeVar("Value")

_ALSO_HERE = "127.0.0.2"
"""Who listens to 127.0.0.1 alone does not answer there; who listens to all does (Linux, Windows)."""
_NOT_FOR_READERS = "MALLOC_TRIM_THRESHOLD_"
"""With this Dask has its own process give memory back at once. A reading process that took it over would ask
the system for each picture's memory anew, which costs a quarter of its processor time.
"""
AHEAD = 2
"""Tasks that each reading process has, one in work and one at hand, so that none waits for the wire."""
CONNECT_TIMEOUT_S = 30.0
LOOK_S = 5.0
EMPTY_FOR_S = 60.0
"""So long a cluster may be without any worker (one may just be starting anew) before the run ends."""


def require_usable(address: str, *, plain: bool) -> None:
    """Raise ``ClusterError`` unless pages may be read at ``address`` (``tls://host:port``, ``tcp://host:port``);
    ``plain``: without encryption on other computers too.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or parts.scheme not in ("tcp", "tls"):
        raise ClusterError.not_an_address(address)
    if parts.scheme == "tcp" and not plain and not is_here(host):
        raise ClusterError.not_encrypted(address)


def is_here(host: str) -> bool:
    """Whether a host is this computer and nothing but that."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class _Order:
    """How each worker has to work: by this program, with this catalogue (its fingerprint), these limits."""

    version: str
    catalogue: str
    language: str
    limits: Limits


class ClusterWorkers(Generic[Task, Value]):
    """Runs ``work`` over tasks on the workers of the cluster at ``address``; nobody else reaches
    its network if it is ``plain``.
    """

    def __init__(
        self, work: Callable[[Task], Value], address: str, limits: Limits, *, plain: bool = False
    ) -> None:
        self._work = work
        self._address = address
        self._limits = limits
        self._plain = plain

    def run(self, tasks: Iterable[Task]) -> Generator[TaskOutcome[Task, Value], None, None]:
        """Outcomes in the order of completion; tasks are pulled one by one as workers fall free. Leaving the
        iterator early takes back what was given out.

        Raises:
            ClusterError: there is no cluster, no worker, or one of another version; it was lost; or anybody
                sees what it reads.
            SohoaError: what every page would meet (``STOPS_ALL``).
        """
        order = _Order(VERSION, catalogue_fingerprint(), current_language(), self._limits)
        with _connected(self._address, plain=self._plain) as client:
            given: dict[Future[Any], Task] = {}
            left = iter(tasks)
            try:
                while True:
                    room = AHEAD * max(1, _processes(client, self._address)) - len(given)
                    for task in islice(left, max(0, room)):
                        given[client.submit(_attempt, self._work, task, order, pure=False)] = task
                    if not given:
                        return
                    for future in _finished(client, given, self._address):
                        yield self._outcome(given.pop(future), future)
            finally:
                with suppress(OSError, TimeoutError, CancelledError):  # it may be gone
                    client.cancel(list(given), force=True)

    def _outcome(self, task: Task, future: Future[Any]) -> TaskOutcome[Task, Value]:
        from distributed import KilledWorker

        try:
            seconds, value = future.result()
        except KilledWorker:  # each worker that took it up was gone afterwards
            return TaskOutcome(task, 0.0, failure=Failure(FailureCode.CRASH))
        except (OSError, CancelledError) as error:
            raise ClusterError.lost(self._address) from error
        except SohoaError:
            raise
        except Exception as error:  # what came could not be unpickled
            return TaskOutcome(task, 0.0, failure=Failure(FailureCode.ERROR, type(error).__name__))
        if isinstance(value, Failure):
            return TaskOutcome(task, seconds, failure=value)
        return TaskOutcome(task, seconds, value=value)


@contextmanager
def _connected(address: str, *, plain: bool) -> Iterator[Client]:
    """A client of the cluster, which has at least one worker. Raises ``ClusterError``."""
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ClusterError.not_installed() from error
    require_certificates(address, "client")
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what it tells is told in our own words
    with dask.config.set({"distributed.comm.timeouts.connect": f"{CONNECT_TIMEOUT_S:.0f}s"}):
        try:
            client = Client(address, timeout=CONNECT_TIMEOUT_S, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError.away(address) from error
        try:
            if not plain:
                _require_closed_page(client, address)
            _wait_for_worker(client, address)
            yield client
        finally:
            client.close(timeout=CONNECT_TIMEOUT_S)


def _require_closed_page(client: Client, address: str) -> None:
    """Raise ``ClusterError`` where the page on which a scheduler shows names of dossiers and files, without
    encryption, answers to other computers: at the address that they use, or, where all are this computer, at
    another one of its own.
    """
    host = urlsplit(address).hostname or ""
    port = client.scheduler_info().get("services", {}).get("dashboard")
    try:
        socket.create_connection((_ALSO_HERE if is_here(host) else host, port or 0), timeout=LOOK_S).close()
    except OSError:
        return
    raise ClusterError.shown_to_all(address, port)


def require_certificates(address: str, role: str) -> None:
    """Raise ``ClusterError`` where the wire is to be encrypted and Dask's configuration names no keys."""
    from distributed.security import Security

    security = Security()
    named = (getattr(security, key) for key in ("tls_ca_file", f"tls_{role}_cert"))
    if address.startswith("tls:") and not all(named):
        raise ClusterError.without_certificates(role.upper())


def _wait_for_worker(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECT_TIMEOUT_S)
    except TimeoutError as error:
        raise ClusterError.without_workers(address) from error


def _finished(client: Client, given: Iterable[Future[Any]], address: str) -> list[Future[Any]]:
    """Some that are done; waits for one, as long as there is anybody to do it. Raises ``ClusterError``."""
    from distributed import wait

    empty_since: float | None = None
    while True:
        try:
            with client.as_current():
                return list(wait(list(given), timeout=LOOK_S, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            if client.status != "running":
                raise ClusterError.lost(address) from None
            if _processes(client, address):
                empty_since = None
            elif empty_since is None:
                empty_since = time.monotonic()
            elif time.monotonic() - empty_since > EMPTY_FOR_S:
                raise ClusterError.without_workers(address) from None
        except (OSError, CancelledError) as error:
            raise ClusterError.lost(address) from error


def _processes(client: Client, address: str) -> int:
    """How many pages are read at once just now. Raises ``ClusterError``."""
    try:
        return sum(client.nthreads().values())
    except (OSError, TimeoutError, CancelledError) as error:
        raise ClusterError.lost(address) from error


_slots: dict[int, tuple[_Order, Workers[Any, Any]]] = {}
"""On a worker: the reading process of each of its threads, kept from page to page."""


def _attempt(work: Callable[[Any], Any], task: Any, order: _Order) -> tuple[float, Any]:
    """On a worker: the task's seconds and value, or why not. Raises ``STOPS_ALL``, ``ClusterError``."""
    if order.version != VERSION:
        raise ClusterError.other_version(VERSION, order.version)
    if order.catalogue != catalogue_fingerprint():
        raise ClusterError.other_catalogue()
    choose_language(order.language)
    _prepare_worker()
    before, workers = _slots.get(threading.get_ident(), (None, None))
    if workers is None or before != order:
        if workers is not None:
            workers.close()
        workers = Workers(_call, 1, order.limits, lasting=True)
        _slots[threading.get_ident()] = order, workers
    (outcome,) = workers.run([(work, task)])
    return outcome.seconds, outcome.failure if outcome.failure is not None else outcome.value


@cache
def _prepare_worker() -> None:
    """Once in a process, before it has a reading one."""
    os.environ.pop(_NOT_FOR_READERS, None)
    _end_with_worker()


def _end_with_worker() -> None:
    """Watch Dask's worker, and end the process some seconds after the worker has closed.

    Python waits at its end for whoever waits for a reading process, so a worker whose scheduler is gone would
    stay for ever, and nothing would start it anew. The reading processes end with this one.
    """
    from distributed import Status, get_worker

    worker = get_worker()

    def watch() -> None:
        while worker.status not in (Status.closed, Status.failed):
            time.sleep(LOOK_S)
        time.sleep(LOOK_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _call(given: tuple[Callable[[Any], Any], Any]) -> Any:
    work, task = given
    return work(task)


@cache
def catalogue_fingerprint() -> str:
    """SHA-256 over the catalogue in use and the office's own forms: names and contents of the files."""
    whole = hashlib.sha256()
    for root in (active_root(), own_forms_folder()):
        files = sorted(root.rglob("*.yaml")) if root else []
        for file in files:
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            whole.update(f"{file.relative_to(root or file).as_posix()}\0{content}\n".encode())
    return whole.hexdigest()
