# SPDX-License-Identifier: Apache-2.0
"""The way to a gateway: its address, a proxy in between, and whose word for its identity is taken.

Decided before anything is sent, since the first call already carries the secret:

- Plain ``http`` only to this computer, or where ``gateway.allow_http`` says so.
- A proxy (``HTTPS_PROXY``, ``ALL_PROXY``, less what ``NO_PROXY`` names) only for ``https``: it then carries
  an encrypted tunnel and sees the gateway's name. A plain ``http`` gateway is reached directly, or the proxy
  would read the secret.
- Redirects are followed nowhere.
"""

from __future__ import annotations

import ipaddress
import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.request import getproxies, proxy_bypass

import httpx2

from batch.gateway.errors import GatewaySetupError

_PROXY_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Route:
    """Where calls go. ``trust`` knows no authority at all where the address is plain ``http``."""

    url: httpx2.URL
    proxy: httpx2.Proxy | None
    trust: ssl.SSLContext

    @property
    def encrypted(self) -> bool:
        """Whether nobody on the way can read along: there is encryption, or no way."""
        return self.url.scheme == "https" or _on_this_computer(self.url.host)

    @property
    def proxy_host(self) -> str:
        """The proxy's name, "" where there is none."""
        return self.proxy.url.host if self.proxy else ""


def route_to(base_url: str, *, allow_http: bool = False) -> Route:
    """The way to ``base_url`` from this computer, by its environment.

    Raises:
        GatewaySetupError: the address, the proxy or the file of authorities can't be used.
    """
    url = _address(base_url)
    if url.scheme == "http":
        if not allow_http and not _on_this_computer(url.host):
            raise GatewaySetupError.unencrypted()
        return Route(url, None, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    proxy = None if _on_this_computer(url.host) else _proxy(url.host)
    return Route(url, proxy, _authorities())


def _address(base_url: str) -> httpx2.URL:
    url = _parsed(base_url)
    if url is None or url.scheme not in ("http", "https") or not url.host:
        raise GatewaySetupError.bad_address()
    if url.userinfo or url.query or url.fragment:
        raise GatewaySetupError.bad_address()
    return url


def _parsed(text: str) -> httpx2.URL | None:
    if " " in text or not text.isprintable():
        return None
    try:
        url = httpx2.URL(text)
    except (httpx2.InvalidURL, ValueError):
        return None
    return url if url.port is None or 0 < url.port < 65536 else None


def _on_this_computer(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _proxy(host: str) -> httpx2.Proxy | None:
    named = getproxies()
    variable = next((name for name in ("https", "all") if named.get(name)), "")
    if not variable or proxy_bypass(host):
        return None
    given = named[variable]
    url = _parsed(given if "://" in given else f"http://{given}")
    if url is None or url.scheme not in _PROXY_SCHEMES or not url.host:
        # Its value is not shown: it may hold a password.
        raise GatewaySetupError.bad_proxy(f"{variable.upper()}_PROXY")
    return httpx2.Proxy(url)


def _authorities() -> ssl.SSLContext:
    """The system's certificate authorities, or those of ``SSL_CERT_FILE`` or ``SSL_CERT_DIR``."""
    variable = next((name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)), "")
    path = os.environ.get(variable, "")
    try:
        # OpenSSL takes a folder that is not there for one without authorities.
        if variable == "SSL_CERT_DIR" and not Path(path).is_dir():
            raise NotADirectoryError(path)
        return httpx2.create_ssl_context()
    except OSError as error:  # also ssl.SSLError: a file without certificates
        raise GatewaySetupError.no_authorities(variable, path) from error
