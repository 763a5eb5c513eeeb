# SPDX-License-Identifier: Apache-2.0
"""A report's file, whole before it bears its name."""

from __future__ import annotations

from pathlib import Path

from batch.errors import ReportFileError
from batch.slips.errors import SlipError
from batch.slips.sheets.put_file import put_file


def put_report(path: Path, data: bytes) -> None:
    """Write a report's file; raises ReportFileError where ``path`` can't be written."""
    try:
        put_file(path, data)
    except (SlipError, OSError) as error:
        raise ReportFileError.at(path) from error
