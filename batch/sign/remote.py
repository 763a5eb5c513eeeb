# SPDX-License-Identifier: Apache-2.0
"""A key that a service keeps, which signs when its owner lets it (Cloud Signature Consortium API, v1).

The service is shown an access token, its owner's PIN opens the credential. Only hashes go there.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from batch.sign.errors import SignerError
from batch.sign.kinds import SignerSetup, refuse_plain
from intake.settings.secrets import signing_token

if TYPE_CHECKING:
    from pyhanko.sign import Signer


_REFUSED = range(400, 404)


class RemoteKind:
    """Signs with ``signing.credential`` at the service ``signing.base_url``."""

    needs_person = True

    @contextmanager
    def opened(self, setup: SignerSetup) -> Iterator[Signer]:
        from pyhanko.sign.general import SigningError as NotSignedError
        from pyhanko.sign.signers import csc_signer as csc

        address, timeout = setup.needed("base_url").rstrip("/"), max(1, round(setup.settings.timeout_s))
        refuse_plain(address, f"{setup.keys}base_url", allow_http=setup.settings.allow_http)
        token = signing_token(setup.settings)
        service = csc.CSCServiceSessionInfo(
            address, setup.needed("credential"), token.get_secret_value() if token else None
        )
        requests: Any = _Requests(address)
        try:
            told = asyncio.run(csc.fetch_certs_in_csc_credential(requests, service, timeout))
        except NotSignedError as error:
            raise SignerError.no_key(address) from error
        yield csc.CSCSigner(requests, _owner(service, told, requests, setup), sign_timeout=timeout)


class _Requests:
    """Requests with a session each, for each signature has an event loop of its own."""

    def __init__(self, address: str) -> None:
        self._address = address

    @asynccontextmanager
    async def post(self, url: str, **told: Any) -> AsyncIterator[Any]:
        """The answer to a request; raises SignerError where there is none, or it refuses."""
        import aiohttp

        try:
            # Led elsewhere, it would show the PIN to whoever is there.
            posted = {**told, "allow_redirects": False}
            async with (
                aiohttp.ClientSession(trust_env=True) as session,
                session.post(url, **posted) as answer,
            ):
                if answer.status != HTTPStatus.OK:
                    raise SignerError.away(self._address)
                yield answer
        # Without its cause, which knows the token.
        except aiohttp.ClientResponseError as error:
            refused = error.status in _REFUSED
            raise (SignerError.refused if refused else SignerError.away)(self._address) from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise SignerError.away(self._address) from None


def _owner(service: Any, told: Any, requests: Any, setup: SignerSetup) -> Any:
    from pyhanko.sign.signers.csc_signer import CSCAuthorizationInfo, CSCAuthorizationManager

    pin = setup.secret()

    class Owner(CSCAuthorizationManager):
        """Who lets the service sign: once for as many files as that allows, else for each."""

        _given: CSCAuthorizationInfo | None = None
        _left = 0

        async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
            if self._given is None or self._left < len(hash_b64s) or _is_over(self._given):
                self._given = await self._asked(hash_b64s)
            self._left -= len(hash_b64s)
            return self._given

        async def _asked(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
            pinned = self.credential_info.hash_pinning_required
            self._left = len(hash_b64s) if pinned else max(1, self.credential_info.max_batch_size)
            wanted = self.format_csc_auth_request(
                self._left, pin=pin.get_secret_value(), hash_b64s=hash_b64s if pinned else None
            )
            url = self.csc_session_info.endpoint_url("credentials/authorize")
            asked = {"headers": self.auth_headers, "json": wanted, "raise_for_status": True}
            async with requests.post(url, **asked, timeout=_within(setup)) as answer:
                return self.parse_csc_auth_response(await answer.json())

    return Owner(service, told)


def _within(setup: SignerSetup) -> Any:
    import aiohttp

    return aiohttp.ClientTimeout(total=setup.settings.timeout_s)


def _is_over(given: Any) -> bool:
    return given.expires_at is not None and given.expires_at <= datetime.now(UTC)
