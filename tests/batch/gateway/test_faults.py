# SPDX-License-Identifier: Apache-2.0
"""What the connector makes of each bad day of a gateway, over HTTP on loopback: always one of our errors,
which says whether it may pass, whom it concerns and how long to wait.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import stamina

from batch.gateway import errors
from batch.gateway.connectors.ministry.connector import MinistryConnector
from batch.gateway.contract import OutgoingComponent, OutgoingFile, RemoteFile, RemoteOutcome, Submission
from batch.gateway.errors import GatewayError, Scope, TransientError
from batch.gateway.sandbox.faults import BOMB_BYTES, INSTEAD, RETRY_AFTER_S, Fault
from batch.gateway.sandbox.rules import load_rules
from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from batch.gateway.unanswered import UnansweredError
from batch.gateway.wire import MOST_ANSWER_BYTES
from tests.support.desks.packing_desk import FORM, RECEIVED, connected

STEPS = ("token", "number", "find-upload", "upload", "submit", "status")
HANGING = ("slow", "drip")


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture
def gateway(served: RunningSandbox) -> RunningSandbox:
    """A sandbox without faults; what earlier tests sent there is no other test's concern."""
    served.sandbox.faults.clear()
    served.sandbox.rules = load_rules()
    return served


@pytest.fixture
def paper(tmp_path: Path) -> OutgoingFile:
    path = tmp_path / "giay.pdf"
    path.write_bytes(b"%PDF-1.4 invented")
    return OutgoingFile(path, path.name, sha256(path.read_bytes()).hexdigest(), path.stat().st_size)


class Desk:
    """One dossier's calls, each as far as the one asked for."""

    def __init__(self, connector: MinistryConnector, paper: OutgoingFile) -> None:
        self.connector, self._paper = connector, paper
        component = OutgoingComponent("000.00.00.G15-KQ004389", "Giấy", (paper,))
        self.submission = Submission("D1", "1.001193", RECEIVED, FORM, (component,))
        self.number = ""
        self.uploads: dict[str, RemoteFile] = {}

    def prepare(self) -> None:
        """A number and an upload, so that any call can come next."""
        self.number = self.connector.issue_number()
        self.uploads = {self._paper.sha256: self.connector.upload(self._paper)}

    def submit(self) -> str:
        payload = self.connector.payload(self.submission, self.number, self.uploads)
        return self.connector.submit(payload, self.number)

    def call(self, step: str) -> Any:
        calls: dict[str, Callable[[], Any]] = {
            "token": self.connector.test,
            "number": self.connector.issue_number,
            "find-upload": lambda: self.connector.find_upload(self._paper),
            "upload": lambda: self.connector.upload(self._paper),
            "submit": self.submit,
            "status": lambda: self.connector.find(self.number),
        }
        return calls[step]()


def met(gateway: RunningSandbox, paper: OutgoingFile, step: str, kind: str) -> GatewayError:
    """The error that the connector raises at ``step`` when ``kind`` happens there three times."""
    waits_s = 1 if kind in HANGING else 20
    with connected(gateway) as patient:  # whatever else this computer does
        desk = Desk(patient, paper)
        desk.prepare()
        if step == "status":
            desk.submit()
    gateway.sandbox.faults.append(Fault(kind, step, times=3))
    hurried = connected(gateway, timeout_s=waits_s, upload_timeout_s=waits_s)
    with hurried as desk.connector, pytest.raises(GatewayError) as caught:
        desk.call(step)
    return caught.value


TROUBLE = {
    **dict.fromkeys(("drop-before", *HANGING), errors.BrokenConnectionError),
    **dict.fromkeys(("error-500", "error-502", "code-500"), errors.GatewayTroubleError),
    **dict.fromkeys(("json-404", "json-408", "json-425", "json-503"), errors.GatewayTroubleError),
    **dict.fromkeys(("json-429", "code-429"), errors.AskedToWaitError),
    **dict.fromkeys(("nonsense", "empty", "not-a-number", "deep-json"), errors.BadAnswerError),
    **dict.fromkeys(("bad-gzip", "gzip-bomb", "endless", "redirect"), errors.BadAnswerError),
}


CASES = [
    (step, kind)
    for kind in TROUBLE
    # A gateway that does not know the question whether it has a file answers 404.
    for step in (("token", "submit") if kind in HANGING else STEPS)
    if (step, kind) != ("find-upload", "json-404")
]


@pytest.mark.long
@pytest.mark.parametrize(("step", "kind"), CASES)
def test_what_may_pass_is_never_taken_for_a_refusal(
    gateway: RunningSandbox, paper: OutgoingFile, step: str, kind: str
) -> None:
    error = met(gateway, paper, step, kind)

    assert type(error) is TROUBLE[kind]
    assert isinstance(error, TransientError)
    assert error.retry_after_s == (RETRY_AFTER_S if kind.startswith("json-") else None)
    for_all = step == "token" or isinstance(error, errors.AskedToWaitError)
    assert error.scope is (Scope.LINE if for_all else Scope.DOSSIER)


def test_every_fault_of_the_sandbox_is_met_here() -> None:
    refusing = {"no-words", "forbid", "already-there", "conflict"}
    assert set(INSTEAD) <= set(TROUBLE) | refusing


@pytest.mark.parametrize("step", ["number", "upload", "submit", "status"])
@pytest.mark.parametrize("kind", ["surrogate", "odd-letters", "wrong-types", "long-number"])
def test_answer_with_odd_letters_or_types_is_no_answer(
    gateway: RunningSandbox, paper: OutgoingFile, step: str, kind: str
) -> None:
    error = met(gateway, paper, step, kind)

    assert type(error) is errors.BadAnswerError
    assert error.scope is Scope.DOSSIER


@pytest.mark.parametrize("kind", ["path-number", "long-number", "surrogate", "odd-letters", "wrong-types"])
def test_number_that_is_no_number_is_not_kept(
    gateway: RunningSandbox, paper: OutgoingFile, kind: str
) -> None:
    assert type(met(gateway, paper, "number", kind)) is errors.BadAnswerError


@pytest.mark.parametrize("kind", ["surrogate", "odd-letters"])
def test_token_with_odd_letters_is_told_as_the_gateways_and_stops_the_round(
    gateway: RunningSandbox, kind: str
) -> None:
    gateway.sandbox.faults.append(Fault(kind, "token"))
    with connected(gateway) as connector, pytest.raises(errors.CredentialsError) as caught:
        connector.issue_number()

    assert caught.value.scope is Scope.CREDENTIALS


def test_wrong_secret_concerns_all_and_a_denied_call_only_its_dossier(
    gateway: RunningSandbox, paper: OutgoingFile
) -> None:
    denied = met(gateway, paper, "upload", "forbid")
    with connected(gateway) as connector:
        gateway.sandbox.rules = gateway.sandbox.rules.model_copy(update={"clients": {}})
        with pytest.raises(errors.CredentialsError) as caught:
            connector.issue_number()

    assert (type(denied), denied.scope) == (errors.ForbiddenError, Scope.DOSSIER)
    assert caught.value.scope is Scope.CREDENTIALS


@pytest.mark.parametrize("kind", ["already-there", "conflict"])
def test_dossier_said_to_be_there_is_neither_refused_nor_sent(
    gateway: RunningSandbox, paper: OutgoingFile, kind: str
) -> None:
    before = gateway.sandbox.store.counters()["dossiers"]

    error = met(gateway, paper, "submit", kind)

    assert type(error) is errors.AlreadyThereError
    assert isinstance(error, TransientError)
    assert gateway.sandbox.store.counters()["dossiers"] == before


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("lost-uploads", errors.LostUploadsError), ("lost-numbers", errors.LostNumberError)],
)
def test_what_the_gateway_has_lost_is_told_apart_from_a_refusal(
    gateway: RunningSandbox, paper: OutgoingFile, kind: str, expected: type[GatewayError]
) -> None:
    error = met(gateway, paper, "submit", kind)

    assert type(error) is expected
    assert isinstance(error, TransientError)


@pytest.mark.parametrize("step", ["upload", "submit"])
def test_a_bare_code_leaves_nothing_to_correct_so_it_is_tried_again_and_told(
    gateway: RunningSandbox, paper: OutgoingFile, step: str
) -> None:
    error = met(gateway, paper, step, "no-words")

    assert type(error) is errors.GatewayTroubleError
    assert "-1" in error.sentence and error.advice


def test_unit_that_gets_no_number_is_no_fault_of_the_dossiers(gateway: RunningSandbox) -> None:
    gateway.sandbox.rules = gateway.sandbox.rules.model_copy(update={"unit_pattern": "^X$"})
    with connected(gateway) as connector, pytest.raises(errors.NoNumberError) as caught:
        connector.issue_number()

    assert caught.value.scope is Scope.LINE
    assert "code không tồn tại" in caught.value.sentence


@pytest.mark.parametrize("step", STEPS)
def test_packed_answer_is_unpacked_no_further_than_its_limit(
    gateway: RunningSandbox, paper: OutgoingFile, step: str
) -> None:
    met(gateway, paper, "status", "gzip-bomb")  # packs the bomb, in this process too
    gateway.sandbox.faults.clear()
    tracemalloc.start()
    try:
        met(gateway, paper, step, "gzip-bomb")
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 12 * MOST_ANSWER_BYTES < BOMB_BYTES / 4


def test_status_unknown_here_is_kept_as_it_came(gateway: RunningSandbox, paper: OutgoingFile) -> None:
    with connected(gateway) as connector:
        desk = Desk(connector, paper)
        desk.prepare()
        desk.submit()
        kept = gateway.sandbox.store.dossier(desk.number)
        assert kept is not None
        told = []
        for code, note in (("42", "Chờ\x1b[2J ký\u202e số"), ("9" * 400, "x" * 9000), ("", None)):
            gateway.sandbox.store.keep_dossier(desk.number, {**kept, "status": code, "note": note})
            told.append(connector.find(desk.number))

    assert [found.outcome for found in told if found] == [RemoteOutcome.UNKNOWN] * 3
    assert [(found.code, found.note) for found in told if found][::2] == [("42", "Chờ ký số"), ("?", "")]
    assert told[1] is not None
    assert (len(told[1].code), len(told[1].note)) == (20, 500)


def test_dossier_counts_as_absent_only_where_the_gateway_says_so(
    gateway: RunningSandbox, paper: OutgoingFile
) -> None:
    with connected(gateway) as connector:
        desk = Desk(connector, paper)
        desk.prepare()
        assert connector.find(desk.number) is None
    for kind in ("json-404", "nonsense", "empty", "code-500", "forbid"):
        assert isinstance(met(gateway, paper, "status", kind), TransientError)


def test_only_an_empty_list_says_that_a_file_is_not_there_and_a_definite_no_that_it_is_no_question(
    gateway: RunningSandbox, paper: OutgoingFile
) -> None:
    with connected(gateway) as connector:
        unsent = replace(paper, sha256="0" * 64)  # the sandbox may have the paper itself from another test
        assert connector.find_upload(unsent) is None
        for kind in ("json-404", "json-405", "json-501", "json-400", "no-words", "forbid"):
            gateway.sandbox.faults.append(Fault(kind, "find-upload"))
            if kind == "json-404":  # once, it may be what stands before a gateway that starts
                assert connector.find_upload(unsent) is None
                continue
            with pytest.raises(UnansweredError):
                connector.find_upload(unsent)


def test_file_gone_from_the_disk_is_an_error_like_the_others(
    gateway: RunningSandbox, paper: OutgoingFile
) -> None:
    paper.path.unlink()
    with connected(gateway) as connector, pytest.raises(errors.DamagedTransferError):
        connector.upload(paper)


def test_fault_for_one_dossier_leaves_the_others_alone(gateway: RunningSandbox, paper: OutgoingFile) -> None:
    gateway.sandbox.faults.append(Fault("forbid", "upload", times=9, match="giay.pdf"))
    other = OutgoingFile(paper.path, "khac.pdf", paper.sha256, paper.bytes)
    with connected(gateway) as connector:
        with pytest.raises(errors.ForbiddenError):
            connector.upload(paper)
        assert connector.upload(other).hash == paper.sha256
