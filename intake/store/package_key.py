# SPDX-License-Identifier: Apache-2.0
"""What a package is known by: one hash in its row, in the journal, and in what was submitted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    """A package's manifest as its file is written: the same values in the same order, the same bytes."""
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()


def manifest_key(manifest: Mapping[str, Any]) -> str:
    """One hash over all of a package, as its row and the journal tell it: the manifest has those of its
    files.
    """
    return sha256(manifest_bytes(manifest)).hexdigest()
