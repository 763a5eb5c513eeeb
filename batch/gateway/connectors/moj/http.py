# SPDX-License-Identifier: Apache-2.0
"""The civil-status system over HTTP: a bearer token, the push, the question where a dossier stands."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Unpack

import httpx2
from pydantic import SecretStr

from batch.gateway.answers import Answer, parse, retry_after
from batch.gateway.connectors.moj.spec import Call, MojSpec
from batch.gateway.contract import FieldMessage
from batch.gateway.errors import AlreadyThereError, CredentialsError
from batch.gateway.protocol.bearer import SIGN_IN_REFUSED, BearerToken, token_in
from batch.gateway.protocol.calls import patiently
from batch.gateway.protocol.line import HttpLine, LineOptions
from batch.gateway.protocol.refusals import messages_in, says_any
from batch.gateway.protocol.verdicts import codes_of, verdict
from batch.gateway.wire import read_body

_UNAUTHORIZED = 401


class MojHttp(HttpLine):
    """Calls ``spec`` below ``base_url``; ``told`` are the door's options. Not for several threads at once."""

    def __init__(
        self,
        spec: MojSpec,
        base_url: str,
        credentials: tuple[str, SecretStr],
        told: Mapping[str, str],
        **options: Unpack[LineOptions],
    ) -> None:
        super().__init__(base_url, **options)
        self._spec = spec
        self._credentials = credentials
        self._told = told
        self._token = BearerToken(self._signed_in, self._monotonic)

    def ask(self, call: Call, body: Mapping[str, Any], most: int) -> Any:
        """A question whose answer has at most ``most`` bytes; asked again at once where that may help."""

        def read(step: str, response: httpx2.Response) -> Answer:
            told = read_body(step, response, most)
            wait_s = retry_after(
                response.headers.get("retry-after"), response.headers.get("date"), time.time()
            )
            return Answer(response.status_code, parse(told), wait_s)

        return patiently(lambda: self._call("status", call, body, read=read))

    def push(self, body: Mapping[str, Any]) -> Sequence[FieldMessage] | None:
        """Send a dossier with its files: once, whatever happens. None for a yes; its words where it says that
        something is there already.
        """
        answer = self._answer("submit", self._spec.push, body, within_s=self._upload_timeout_s)
        said = messages_in(self._spec, answer.body)
        try:
            verdict(self._spec, "submit", answer)
        except AlreadyThereError:
            return said
        # A yes that says so changed nothing.
        return said if says_any(self._spec.errors.already, said) else None

    def token_life(self) -> float:
        """Sign in anew; for how long in seconds."""
        return self._token.renew()

    def _call(self, step: str, call: Call, body: Mapping[str, Any], **how: Any) -> Any:
        return verdict(self._spec, step, self._answer(step, call, body, **how))

    def _answer(self, step: str, call: Call, body: Mapping[str, Any], **how: Any) -> Answer:
        self._token.ensure()
        answer = self._send(step, call, body, **how)
        if _UNAUTHORIZED in codes_of(self._spec, answer):
            # It may forget a token early. A refused request was not carried out, so it may be sent again.
            self._token.renew()
            answer = self._send(step, call, body, again="within_s" in how, **how)
        return answer

    def _send(self, step: str, call: Call, body: Mapping[str, Any], **how: Any) -> Answer:
        headers = {**self._token.header, **self._further()}
        return self._calls.send(step, call.method, self._path(call), headers=headers, json=body, **how)

    def _path(self, call: Call) -> str:
        return self._told.get(call.option) or call.path

    def _further(self) -> dict[str, str]:
        told = {name: self._told.get(option, "") for name, option in self._spec.headers.items()}
        return {name: value for name, value in told.items() if value}

    def _signed_in(self) -> tuple[str, float]:
        call, (name, secret) = self._spec.token, self._credentials
        asked: dict[str, Any] = {
            "auth": httpx2.BasicAuth(name, secret.get_secret_value()),
            "data": {"grant_type": "client_credentials"},
            "headers": self._further(),
        }
        answer = self._calls.send("token", call.method, self._path(call), **asked)
        if codes_of(self._spec, answer) & SIGN_IN_REFUSED:
            raise CredentialsError.not_accepted()
        told = answer.body if answer.is_success else verdict(self._spec, "token", answer)
        return token_in(told, call.token, call.expires_in)
