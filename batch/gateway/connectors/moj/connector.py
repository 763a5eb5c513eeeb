# SPDX-License-Identifier: Apache-2.0
"""The connector to the civil-status system: a dossier is pushed whole, its files inside, under a number that
another door or a person gave; the system takes the same number again as what it has.
"""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from batch.gateway.answers import LONGEST_CODE, deadline, field, text
from batch.gateway.connectors.moj.http import MojHttp
from batch.gateway.connectors.moj.payload import build_item, files_of, keys_of, target_of
from batch.gateway.connectors.moj.spec import MojRows, MojSpec
from batch.gateway.contract import (
    FieldMessage,
    GatewayHealth,
    Meant,
    OutgoingFile,
    RemoteFile,
    RemoteOutcome,
    RemoteResult,
    RemoteStatus,
    Submission,
    Unit,
)
from batch.gateway.errors import (
    BadAnswerError,
    LostNumberError,
    NoNumberError,
    RefusedError,
)
from batch.gateway.fieldmaps.writing import province_code
from batch.gateway.unanswered import UnansweredError
from intake.store.objects import telling_of_full_disk
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _

_BODY, _SUPPLEMENT, _THERE, _SENT = "body", "supplement", "there", "sent-before"


class MojConnector:
    """See ``batch.gateway.contract.Connector`` and ``TakesNumbers``; ``modules``: told by the unit."""

    def __init__(
        self,
        spec: MojSpec,
        http: MojHttp,
        unit: Unit,
        base_url: str = "",
        modules: Mapping[str, str] | None = None,
    ) -> None:
        self.name = spec.id
        self.copy: str = spec.files.copy_sent
        self._spec = spec
        self._http = http
        self._unit = unit
        self._base_url = base_url
        self._modules = modules or {}

    def test(self) -> GatewayHealth:
        life = self._http.token_life()
        if self._spec.poll is not None:
            self.find("-")
        return self._http.health(self._base_url, life)

    def check(self, submission: Submission) -> Sequence[FieldMessage]:
        # The number is told later, so its absence is no fault yet.
        return build_item(self._spec, self._unit, submission, "pending", self._modules).faults

    def issue_number(self) -> str:
        raise NoNumberError.because(_("it takes numbers and gives none"))

    def number_start(self, day: date) -> str:  # noqa: ARG002 (as TakesNumbers has it)
        return ""

    def number_after(self, start: str, last: str) -> str:  # noqa: ARG002
        raise NoNumberError.because(start)

    def is_own(self, start: str, number: str) -> bool:  # noqa: ARG002
        return False

    def find(self, number: str) -> RemoteStatus | None:
        for module in self._spec.modules:
            row = self._row(number, module)
            if row is not None:
                return self._status(row, number, module)
        return None

    def _row(self, number: str, module: str) -> Mapping[str, Any] | None:
        call, rows = self._spec.poll, self._spec.rows
        if call is None or rows is None:
            raise UnansweredError.at("status")
        asked = {rows.asked: [number], rows.province: self._province(), self._spec.module: module}
        try:
            answer = self._http.ask(call, asked, 2 * rows.most_mb * 1_000_000)
        except LostNumberError:
            return None
        if not isinstance(answer, Mapping) or rows.data not in answer:
            raise BadAnswerError.nonsense("status")
        found = answer[rows.data]
        for row in found if isinstance(found, list) else []:
            if text(field(row, self._spec.number)) == number:
                return row  # type: ignore[no-any-return]
        # Only an empty list or a null says that the dossier is not there.
        if found not in ([], None):
            raise BadAnswerError.nonsense("status")
        return None

    def _province(self) -> str:
        return province_code(self._unit.commune, target_of(self._spec, ""), load_catalogue())

    def _status(self, row: Mapping[str, Any], number: str, module: str) -> RemoteStatus:
        rows = self._spec.rows
        assert rows is not None  # or there would be no row
        code = text(row.get(rows.status), LONGEST_CODE)
        known = self._spec.statuses.get(code)
        until, odd = deadline(row.get(rows.supplement_by), self._spec.formats.deadlines)
        note = next(filter(None, (text(row.get(name)) for name in rows.notes)), "")
        return RemoteStatus(
            remote_id="",
            number=number,
            code=code or "?",
            name=known.name["vi"] if known else "",
            outcome=known.outcome if known else RemoteOutcome.UNKNOWN,
            note=text(f"{note} ({odd})") if odd else note,
            state=known.state if known else "",
            supplement_by=until,
            results=tuple(
                RemoteResult(f"{module}/{number}/{name}", rows.files[name], sha256(content).hexdigest())
                for name, content in _results(rows, row).items()
            ),
        )

    def fetch(self, result: RemoteResult, into: Path) -> None:
        """The system hands a result back inside its status, which is therefore asked for once more."""
        module, number, name = result.id.split("/")
        rows, row = self._spec.rows, self._row(number, module)
        content = _results(rows, row).get(name) if rows is not None and row is not None else None
        if content is None:
            raise BadAnswerError.nonsense("result")
        with telling_of_full_disk():
            into.write_bytes(content)

    def find_upload(self, file: OutgoingFile) -> RemoteFile | None:  # noqa: ARG002 (as Connector has it)
        raise UnansweredError.at("find-upload")

    def upload(self, file: OutgoingFile) -> RemoteFile:
        """Files travel inside the dossier."""
        return RemoteFile(file.sha256, file.sha256)

    def payload(
        self,
        submission: Submission,
        number: str,
        uploads: Mapping[str, RemoteFile],  # noqa: ARG002
    ) -> dict[str, Any]:
        """Asks, where it can be asked, whether the number is there and waits for a supplement.

        Raises:
            RefusedError: this door does not carry the form, the number's way there has ended, or something
                other than this very package stands there and waits for nothing.
        """
        item = build_item(self._spec, self._unit, submission, number, self._modules)
        if not item.body:
            raise RefusedError.because(item.faults)
        there = self.find(number) if self._spec.poll is not None else None
        if there is not None and there.outcome is RemoteOutcome.REJECTED:
            raise _over(number)
        wanted = there is not None and there.outcome is RemoteOutcome.RETURNED
        if there is not None and not wanted and not submission.sent_before:
            raise _takes_no_change(number)
        body = {**item.body, self._spec.files.list: files_of(self._spec, submission)}
        return {_BODY: body, _SUPPLEMENT: wanted, _THERE: there is not None, _SENT: submission.sent_before}

    def meant(self, payload: Mapping[str, Any]) -> Meant:
        return Meant.SUPPLEMENT if payload[_SUPPLEMENT] else Meant.NEW

    def keys(self, submission: Submission) -> Mapping[str, str]:
        return keys_of(self._spec, self._unit, submission)

    def submit(self, payload: Mapping[str, Any], number: str) -> str:
        try:
            already = self._http.push(payload[_BODY])
        except LostNumberError:
            raise _unknown(number) from None
        except RefusedError:
            # Where it was not there before and is now, it arrived, whatever was said.
            if self._spec.poll is None or payload[_THERE] or self.find(number) is None:
                raise
            return ""
        if already is not None:
            self._require_arrived(already, payload, number)
        return ""

    def _require_arrived(self, said: Sequence[FieldMessage], payload: Mapping[str, Any], number: str) -> None:
        """“Already there” may be said of a person or of another paper: only this very package, sent before
        and still there, counts as arrived.
        """
        if payload[_SUPPLEMENT]:
            # It has the dossier as it was; what was asked for did not get there.
            raise _not_supplemented(number)
        if self._spec.poll is not None:
            there = self.find(number) is not None
        else:
            there = bool(payload[_SENT]) and all(not one.field for one in said)
        if not there:
            raise RefusedError.because(said or [FieldMessage("", "", "other", None, _not_seen(number))])

    def close(self) -> None:
        self._http.close()


def _results(rows: MojRows, row: Mapping[str, Any]) -> dict[str, bytes]:
    """The files in a row, by their names there; what is no file of a sensible size is left out."""
    told = row.get(rows.results)
    if isinstance(told, str):
        with suppress(ValueError, RecursionError):
            told = json.loads(told)
    found = {}
    for name in rows.files:
        content = field(told, name)
        if isinstance(content, str) and content:
            with suppress(Base64Error, ValueError):
                found[name] = b64decode(content, validate=True)
    return {name: content for name, content in found.items() if 0 < len(content) <= rows.most_mb * 1_000_000}


def _takes_no_change(number: str) -> RefusedError:
    return _refusal(number, _("The gateway has a dossier under this number and takes no change of it now."))


def _not_seen(number: str) -> str:
    told = _("The gateway says that it has this already; whether it means this dossier is not known.")
    return f"{number}: {told}"


def _over(number: str) -> RefusedError:
    return _refusal(number, _("At the gateway the dossier of this number has ended."))


def _unknown(number: str) -> RefusedError:
    return _refusal(number, _("The gateway does not know this number."))


def _not_supplemented(number: str) -> RefusedError:
    return _refusal(number, _("The gateway has this dossier and did not take what it asked for."))


def _refusal(number: str, why: str) -> RefusedError:
    return RefusedError.because([FieldMessage("maHoSoMCDT", "", "other", None, f"{number}: {why}")])
