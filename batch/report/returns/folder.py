# SPDX-License-Identifier: Apache-2.0
"""Returns in files: those of one period in the folder where an office collects what its units send."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from batch.errors import ReturnFileError
from batch.report.periods import ReportPeriod
from batch.report.returns.merge import MergedReturns, NamedReturn, merged
from batch.report.returns.unit_return import MOST_BYTES, opened, period_of
from intake.settings.signing import ReportsSettings
from templates.language.messages import _
from templates.model.reports.denominators import OutOf
from templates.model.reports.indicators import load_indicators


def return_in(file: Path) -> NamedReturn:
    """The return in a file; raises ReturnFileError where it holds none."""
    try:
        with file.open("rb") as source:
            data = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unread(file.name) from error
    return NamedReturn(file.name, opened(data, file.name, load_indicators()))


def _unread(name: str) -> ReturnFileError:
    return ReturnFileError(_("{file} can't be read.").format(file=name), _("Check the name and the folder."))


def collected(
    wanted: ReportsSettings, period: ReportPeriod, out_of: OutOf, now: datetime
) -> tuple[MergedReturns | None, list[ReturnFileError]]:
    """What the units sent of a period, as it stands now, added up (None where nothing was), and which files
    could not be counted. Of a folder that is not there nobody knows whether anybody sent something.
    """
    found, bad = list[NamedReturn](), list[ReturnFileError]()
    folder = Path(wanted.returns).expanduser()
    if not folder.is_dir():
        return None, [_unread(wanted.returns)]
    for file in sorted(folder.glob("*.json")):
        try:
            one = return_in(file)
        except ReturnFileError as error:
            bad.append(error)
            continue
        told = one.opened.told
        if (period_of(told).address, told.as_of, told.out_of) == (period.address, None, out_of):
            found.append(one)
    if not found:
        return None, bad
    try:
        return merged(found, load_indicators(), now, expected=wanted.units, keys=wanted.keys), bad
    except ReturnFileError as error:
        return None, [*bad, error]
