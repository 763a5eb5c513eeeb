# SPDX-License-Identifier: Apache-2.0
"""A citizen's visit as the counter's page sends it, and what lies there of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from starlette.testclient import TestClient

from intake.store.store import Store
from tests.support.desks.web_desk import csrf_of

BIRTH = {
    "words": "lam giay khai sinh cho chau",
    "name": "Phạm Văn Ví Dụ",
    "personal_id": "001190012345",
    "phone": "0912 345 678",
    "relation": "ông",
    "kind": ["birth-registration", "birth-notice"],
}


def post(clerk: TestClient, address: str, form: Mapping[str, Any], **more: Any) -> Any:
    return clerk.post(address, data={**form, "csrf": csrf_of(clerk)}, **more)


def made(clerk: TestClient, at: str, form: Mapping[str, Any]) -> str:
    """The id of the dossier that is made of what is typed."""
    answer = post(clerk, f"{at}/make", form)
    found = re.fullmatch(r"/dossier/(\S+)/received", answer.headers.get("location", ""))
    assert found is not None, answer.text
    return found[1]


def count(store: Store) -> int:
    with store.read() as session:
        return store.count(session)


def left_behind(store: Store) -> list[str]:
    """The files of visits that lie in the home."""
    return [path.name for path in (store.home / "counter").rglob("*") if path.is_file()]


def value_of(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" type="text" value="([^"]*)"', text)
    assert found is not None
    return found[1]
