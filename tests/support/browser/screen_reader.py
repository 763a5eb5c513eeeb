# SPDX-License-Identifier: Apache-2.0
"""What axe-core finds on a page that keeps anybody from using it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_OF_COLOURS: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}


def violations(page: Page) -> list[str]:
    """Rule and places, on light and on dark ground: the dark one has other colours and is otherwise the same
    page (``static/desk.css``), so that only the rules of colours are asked once more.
    """
    page.emulate_media(color_scheme="light")
    found = _of(Axe().run(page))
    page.emulate_media(color_scheme="dark")
    found += _of(Axe().run(page, options=_OF_COLOURS))
    page.emulate_media(color_scheme="light")
    return found


def _of(told: Any) -> list[str]:
    return [
        f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}"
        for each in told.response["violations"]
    ]
