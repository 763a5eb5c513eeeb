# SPDX-License-Identifier: Apache-2.0
"""The web packages that only a server needs; an installation that serves nothing does without them."""

from __future__ import annotations

from importlib.util import find_spec

from batch.gateway.errors import GatewaySetupError

WEB_PACKAGES = {"python_multipart": "python-multipart", "starlette": "starlette", "uvicorn": "uvicorn"}
"""Module and package of each; the extra ``web`` installs them."""


def require_web_packages() -> None:
    """Raise GatewaySetupError where the practice gateway could not be served."""
    if missing := [package for module, package in WEB_PACKAGES.items() if find_spec(module) is None]:
        raise GatewaySetupError.without_web(missing)
