# SPDX-License-Identifier: Apache-2.0
"""The connector to a province's one-stop system: TraCuuHoSo first, then DongBoHoSoMC, then the step.

Every name it uses stands in its data file. The bus issues no numbers and takes the same number again as the
same dossier; so what may have arrived is sent once more, and what is there under another's name never.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2

from batch.gateway.answers import LONGEST_CODE, LONGEST_ID, LONGEST_NAME, field, identifier, text
from batch.gateway.connectors.province.http import BusHttp, Item
from batch.gateway.connectors.province.numbers import OwnNumbers
from batch.gateway.connectors.province.payload import build_item, keys_of
from batch.gateway.connectors.province.published import fetched_by_link
from batch.gateway.connectors.province.spec import ProvinceSpec
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
    AlreadyThereError,
    BadAnswerError,
    GatewayError,
    LostNumberError,
    LostUploadsError,
    NoNumberError,
    RefusedError,
)
from batch.gateway.protocol.refusals import messages_in, says_any
from batch.gateway.publishing import Publisher
from batch.gateway.unanswered import UnansweredError
from intake.settings.log import log
from templates.language.folding import folded, tone_placement_folded
from templates.language.messages import _

MOST_RESULTS = 20
_LONGEST_LINK = 2000
_ITEM, _UPDATING, _SUPPLEMENT = "item", "updating", "supplement"


class ProvinceConnector:
    """See ``batch.gateway.contract.Connector`` and ``TakesNumbers``. ``officer`` is in whose name steps are
    told, "" for none; ``numbers`` are those that the unit gives itself.
    """

    def __init__(
        self,
        spec: ProvinceSpec,
        http: BusHttp,
        unit: Unit,
        publisher: Publisher,
        *,
        base_url: str = "",
        officer: str = "",
        numbers: OwnNumbers | None = None,
    ) -> None:
        self.name = spec.id
        self.copy: str = spec.carried.files.copy_sent
        self._spec = spec
        self._http = http
        self._unit = unit
        self._publisher = publisher
        self._base_url = base_url
        self._officer = officer
        self._numbers = numbers
        self._swept = False

    def test(self) -> GatewayHealth:
        life = self._http.sign_in()
        if self._spec.services.find is not None:
            self.find("-")  # that the bus answers, and knows this unit
        fetched_by_link(self._publisher)
        return self._http.health(self._base_url, life, self._publisher.place)

    def check(self, submission: Submission) -> Sequence[FieldMessage]:
        # The number is told later, so its absence is no fault yet.
        return build_item(self._spec, self._unit, submission, "pending", lambda _file: "").faults

    def issue_number(self) -> str:
        raise NoNumberError.because(_("it takes numbers and gives none"))

    def number_start(self, day: date) -> str:
        return self._numbers.start(day) if self._numbers else ""

    def number_after(self, start: str, last: str) -> str:
        assert self._numbers is not None  # or no number would begin so
        return self._numbers.after(start, last)

    def is_own(self, start: str, number: str) -> bool:
        return self._numbers is not None and self._numbers.is_one(start, number)

    def find(self, number: str) -> RemoteStatus | None:
        self._sweep()
        service, rows = self._spec.services.find, self._spec.rows
        if service is None or rows is None:
            raise UnansweredError.at("status")
        (asked,) = (slot.to for slot in self._spec.carried.dossier if "dossier.number" in slot.sources)
        try:
            answer = self._http.ask("status", service, [{asked: number}])
        except LostNumberError:
            return None
        if not isinstance(answer, Mapping) or rows.data not in answer:
            raise BadAnswerError.nonsense(
                "status"
            )  # a yes that names no dossiers does not say that none is there
        found = answer[rows.data]
        entries = found if isinstance(found, list) else [found] if isinstance(found, Mapping) else []
        for row in entries:
            if identifier(field(row, rows.number)) == number:
                return self._status(row, number)
        # Only an empty list or a null says that the dossier is not there.
        if found not in ([], None, ""):
            raise BadAnswerError.nonsense("status")
        return None

    def _status(self, row: Mapping[str, Any], number: str) -> RemoteStatus:
        rows = self._spec.rows
        assert rows is not None
        code = text(row.get(rows.status), LONGEST_CODE)
        known = self._spec.carried.statuses.get(code)
        wanted = row.get(rows.supplements.list)
        last = wanted[-1] if isinstance(wanted, list) and wanted else None
        notes = (text(field(last, rows.supplements.note)), *(text(row.get(name)) for name in rows.notes))
        return RemoteStatus(
            remote_id="",
            number=number,
            code=code or "?",
            name=known.name["vi"] if known else "",
            outcome=known.outcome if known else RemoteOutcome.UNKNOWN,
            note=next(filter(None, notes), ""),
            procedure=text(row.get(rows.procedure)),
            owner=text(row.get(rows.owner)),
            state=known.state if known else "",
            results=self._results(row.get(rows.results.list)),
        )

    def _results(self, told: Any) -> tuple[RemoteResult, ...]:
        """What of a list of results lies at this very server; nobody else is asked for a file."""
        rows = self._spec.rows
        assert rows is not None
        found = []
        for entry in told[:MOST_RESULTS] if isinstance(told, list) else []:
            link = identifier(field(entry, rows.results.link), _LONGEST_LINK)
            if link and self._is_ours(link):
                name = text(field(entry, rows.results.name), LONGEST_NAME)
                found.append(RemoteResult(link, name, "", text(field(entry, rows.results.code), LONGEST_ID)))
        return tuple(dict.fromkeys(found))

    def _is_ours(self, link: str) -> bool:
        try:
            there, here = httpx2.URL(link), self._http.route.url
        except (httpx2.InvalidURL, ValueError):
            return False
        return (there.scheme, there.host, there.port) == (here.scheme, here.host, here.port)

    def fetch(self, result: RemoteResult, into: Path) -> None:
        rows = self._spec.rows
        assert rows is not None  # or no status would have named it
        self._http.fetch(result.id, into, rows.results.most_mb * 1_000_000)

    def find_upload(self, file: OutgoingFile) -> RemoteFile | None:  # noqa: ARG002 (as Connector has it)
        """Files lie with the publisher under names that only the outbox knows."""
        raise UnansweredError.at("find-upload")

    def upload(self, file: OutgoingFile) -> RemoteFile:
        self._sweep()
        return RemoteFile(self._publisher.publish(file.path), file.sha256)

    def _sweep(self) -> None:
        """Take away, once an opening, what lies published for too long; that holds nothing else up."""
        if self._swept:
            return
        self._swept = True
        try:
            self._publisher.sweep()
        except GatewayError as error:
            log().warning("published-not-swept", reason=error.trouble, connector=self.name)

    def payload(
        self, submission: Submission, number: str, uploads: Mapping[str, RemoteFile]
    ) -> dict[str, Any]:
        """Asks whether the number is there, and whose it is.

        Raises:
            LostUploadsError: published files are gone, or will be soon.
            RefusedError: the number is another dossier's there, or its way there has ended.
        """
        self._sweep()
        links = {sha256: self._publisher.link(remote.id) for sha256, remote in uploads.items()}
        if gone := sum(not link for link in links.values()):
            raise LostUploadsError.of(gone)
        item = build_item(self._spec, self._unit, submission, number, lambda file: links.get(file.sha256, ""))
        there = self.find(number) if self._spec.services.find else None
        message = self._spec.carried
        status, supplement = message.first_status, False
        if there is not None:
            self._require_ours(there, item.body, taken_before=submission.taken_before)
            supplement = there.outcome is RemoteOutcome.RETURNED
            status = message.after_supplement if supplement else there.code
            if status == "?":
                raise BadAnswerError.nonsense("status")
        body = {**item.body, message.status: status}
        return {_ITEM: body, _UPDATING: there is not None, _SUPPLEMENT: supplement}

    def meant(self, payload: Mapping[str, Any]) -> Meant:
        if payload[_SUPPLEMENT]:
            return Meant.SUPPLEMENT
        return Meant.CHANGE if payload[_UPDATING] else Meant.NEW

    def _require_ours(self, there: RemoteStatus, ours: Item, *, taken_before: bool) -> None:
        rows = self._spec.rows
        assert rows is not None
        number, code = there.number, str(ours.get(rows.procedure, ""))
        owner = str(ours.get(rows.owner, ""))
        if there.procedure and folded(there.procedure) != folded(code):
            raise _others(number, _("The gateway has a dossier of another procedure under this number."))
        # Of one that the bus took under this number the name may have been corrected here since.
        same = taken_before or tone_placement_folded(there.owner) == tone_placement_folded(owner)
        if there.owner and not same:
            raise _others(number, _("The gateway has another person's dossier under this number."))
        if there.outcome is RemoteOutcome.REJECTED:
            raise _others(number, _("At the gateway the dossier of this number has ended."))

    def keys(self, submission: Submission) -> Mapping[str, str]:
        return keys_of(self._spec, self._unit, submission)

    def submit(self, payload: Mapping[str, Any], number: str) -> str:
        item, updating = payload[_ITEM], bool(payload[_UPDATING])
        try:
            try:
                self._sync(item, updating=updating)
            except AlreadyThereError:
                if updating or self._spec.services.find is not None:
                    raise
                # It was told so by whoever named the number. Where it stands there nobody can say, so that
                # is not said: the bus keeps its status, or refuses and a person is told.
                status = self._spec.carried.status
                item = {name: value for name, value in item.items() if name != status}
                self._sync(item, updating=True)
        except LostNumberError:
            raise _others(number, _("The gateway does not know this number.")) from None
        stands = self._spec.carried.status in item
        if self._officer and self._spec.services.progress is not None and stands:
            self._tell_step(item, number, supplement=bool(payload[_SUPPLEMENT]))
        return ""

    def _sync(self, item: Item, *, updating: bool) -> None:
        services = self._spec.services
        service = services.update if updating else services.add
        body = self._http.tell("submit", service, [item], updating=updating)
        if not updating and says_any(self._spec.errors.already, messages_in(self._spec, body)):
            raise AlreadyThereError.at("submit")  # a yes that says so changed nothing

    def _tell_step(self, item: Item, number: str, *, supplement: bool) -> None:
        """What was just done, in the officer's name. The dossier is there whatever becomes of this."""
        message, service = self._spec.carried, self._spec.services.progress
        assert service is not None
        names, now = message.step, datetime.now(UTC).astimezone(ZoneInfo(message.time_zone))
        step = {
            names.number: number,
            names.officer: self._officer[: names.longest_officer],
            names.moment: now.strftime(message.formats.moment),
            names.content: names.says.supplement if supplement else names.says.new,
            names.status: item[message.status],
            **({names.unit: self._unit.name} if self._unit.name else {}),
        }
        try:
            self._http.tell("progress", service, [step], updating=True)
        except GatewayError as error:
            log().warning("step-not-told", reason=error.trouble, connector=self.name)

    def close(self) -> None:
        self._http.close()


def _others(number: str, why: str) -> RefusedError:
    return RefusedError.because([FieldMessage("MaHoSo", "", "other", None, f"{number}: {why}")])
