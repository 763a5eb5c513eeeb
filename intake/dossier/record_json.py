# SPDX-License-Identifier: Apache-2.0
"""The one way in which frozen records become JSON, for the store as for other programs: pydantic's.

What an earlier version wrote opens as long as later fields have a default.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Writes and reads values of ``kind``; made when first asked for, since most commands need few."""
    return TypeAdapter(kind)


def plain(record: object) -> Any:
    """A record, or a tuple of records, as plain values."""
    if isinstance(record, tuple):
        return [plain(each) for each in record]
    kind: Any = type(record)
    return adapter(kind).dump_python(record, mode="json")
