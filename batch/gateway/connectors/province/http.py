# SPDX-License-Identifier: Apache-2.0
"""The bus over HTTP: a session that is signed in for and used again, and services in their envelopes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Unpack

from pydantic import SecretStr

from batch.gateway.answers import LONGEST_CODE, LONGEST_TOKEN, Answer, field, identifier, text
from batch.gateway.connectors.province.spec import Login, ProvinceSpec, Service
from batch.gateway.errors import BadAnswerError, CredentialsError, Scope, TransientError
from batch.gateway.protocol.calls import SAVED, patiently
from batch.gateway.protocol.line import HttpLine, LineOptions
from batch.gateway.protocol.refusals import messages_in, says_any
from batch.gateway.protocol.verdicts import codes_of, verdict

_UNAUTHORIZED = 401
_SIGN_IN_REFUSED = frozenset({400, 401, 403})
_AS_IT_STANDS = "="
UNIT = "unit"

Item = Mapping[str, Any]


class BusHttp(HttpLine):
    """Calls the services of ``spec`` below ``base_url``. Not for several threads at once.

    ``credentials`` are needed where the spec has a login; ``told`` are what the door's settings say by name,
    and the unit's code (``UNIT``).
    """

    def __init__(
        self,
        spec: ProvinceSpec,
        base_url: str,
        credentials: tuple[str, SecretStr] | None,
        told: Mapping[str, str],
        **options: Unpack[LineOptions],
    ) -> None:
        super().__init__(base_url, **options)
        self._spec = spec
        self._credentials = credentials
        self._told = told
        self._session, self._session_until = "", 0.0

    def ask(self, step: str, service: Service, data: Sequence[Item]) -> Any:
        """A call that changes nothing and may be repeated at once; its body."""
        return patiently(lambda: self._call(step, service, data))

    def tell(self, step: str, service: Service, data: Sequence[Item], *, updating: bool = False) -> Any:
        """A call that changes something there: sent once, whatever happens; its body."""
        return self._call(step, service, data, updating=updating)

    def fetch(self, url: str, into: Path, most: int) -> None:
        """Write a file of at most ``most`` bytes that lies at a link of this very server to ``into``.

        Raises BadAnswerError for a larger one, and for JSON in the place of a file.
        """
        read = self._calls.saving(into, most)
        answer = self._calls.send("result", "GET", url, within_s=self._upload_timeout_s, read=read)
        if answer.body is not SAVED:
            verdict(self._spec, "result", answer)
            raise BadAnswerError.nonsense("result")

    def sign_in(self) -> float:
        """Have a new session; how long it is believed to live in seconds, 0 where none is needed."""
        login = self._spec.login
        if login is None:
            return 0.0
        try:
            self._session = patiently(lambda: self._signed_in(login))
        except TransientError as error:
            error.scope = Scope.LINE  # without a session nobody's dossier goes out
            raise
        self._session_until = self._monotonic() + login.life_s
        return login.life_s

    def _call(self, step: str, service: Service, data: Sequence[Item], *, updating: bool = False) -> Any:
        if self._spec.login and self._monotonic() >= self._session_until:
            self.sign_in()
        answer = self._send(step, service, data, updating=updating)
        if self._spec.login and self._is_forgotten(answer):
            # What it does not know us for was not carried out, so it may be sent again.
            self.sign_in()
            answer = self._send(step, service, data, updating=updating)
        return verdict(self._spec, step, answer)

    def _is_forgotten(self, answer: Answer) -> bool:
        if _UNAUTHORIZED in codes_of(self._spec, answer):
            return True
        errors = self._spec.errors
        said = text(field(answer.body, errors.code), LONGEST_CODE)
        return said not in ("", *errors.ok) and says_any(errors.expired, messages_in(self._spec, answer.body))

    def _send(self, step: str, service: Service, data: Sequence[Item], *, updating: bool) -> Answer:
        word = self._spec.yes if updating else self._spec.no
        asked = {"unit": self._told[UNIT], "updating": word}
        body: Any = list(data)
        if (around := self._spec.envelope) is not None:
            body = {
                around.session: self._session,
                around.unit: asked["unit"],
                around.service: service.name,
                around.updating: word,
                around.data: body,
            }
        params = {name: asked[what] for name, what in service.query.items()}
        path = self._told.get(service.option) or service.path
        asked_for: dict[str, Any] = {"params": params} if params else {}
        asked_for |= {"json": body, "headers": self._headers()}
        return self._calls.send(step, service.method, path, **asked_for)

    def _headers(self) -> dict[str, str]:
        return {
            name: what[1:] if what.startswith(_AS_IT_STANDS) else self._told[what]
            for name, what in self._spec.headers.items()
        }

    def _signed_in(self, login: Login) -> str:
        assert self._credentials is not None  # or the door would not have been opened
        name, secret = self._credentials
        body = {login.username: name, login.password: secret.get_secret_value()}
        path = self._told.get(login.option) or login.path
        answer = self._calls.send("token", login.method, path, json=body, headers=self._headers())
        codes, said = codes_of(self._spec, answer), field(answer.body, self._spec.errors.code)
        told = text(said, LONGEST_CODE)
        if codes & _SIGN_IN_REFUSED or (told not in ("", *self._spec.errors.ok) and not codes):
            raise CredentialsError.not_accepted()
        session = field(verdict(self._spec, "token", answer), login.session)
        if not session:
            raise BadAnswerError.nonsense("token")
        if not (kept := identifier(session, LONGEST_TOKEN)):
            raise CredentialsError.odd_token()
        return kept
