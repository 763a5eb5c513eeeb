# SPDX-License-Identifier: Apache-2.0
"""Whom the settings name hears of a run: what it did, or that it failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from templates.errors import SohoaError
from templates.language.messages import _

if TYPE_CHECKING:
    from batch.services.nightly.morning import Morning
    from intake.settings.settings import Settings


def told_morning(told: Morning, settings: Settings) -> bool:
    """Tell it by mail and webhook; whether somebody could not be told, which is said here."""
    from batch.services.nightly.morning_told import tell_outside

    return _complained(tell_outside(told, settings.night, settings.mail, settings.unit.name))


def told_after_run(settings: Settings) -> bool:
    """Tell whom the settings name what the latest run did; whether somebody could not be told."""
    from batch.services.nightly.morning import morning_of
    from intake.desk.surroundings import desk_store

    if not _anybody(settings):
        return False
    with desk_store(settings.unit.code or None) as store:
        morning = morning_of(store)
    return morning is not None and told_morning(morning, settings)


def reports_after_run(settings: Settings) -> bool:
    """Write and mail the reports whose period is over; whether one could not be, which is said here."""
    from batch.report.keeping import bring_up_to_date
    from batch.report.regular import write_due
    from intake.desk.console import say
    from intake.desk.surroundings import desk_store, told_of_a_copy
    from templates.catalogue.loading import load_catalogue

    if not settings.reports.regular or told_of_a_copy() is not None:
        return False
    errors = []
    with desk_store(settings.unit.code or None) as store:
        for made in write_due(store, settings, bring_up_to_date(store, load_catalogue())):
            if isinstance(made, SohoaError):
                errors.append(made)
            else:
                say(_("Report written to {path}.").format(path=made.document))
    return _complained(errors)


@contextmanager
def failure_told(settings: Settings) -> Iterator[None]:
    """A run over all that is open: whatever ends it early is told, and raised all the same."""
    try:
        yield
    except Exception as error:
        _tell_failure(error, settings)
        raise


def _tell_failure(error: Exception, settings: Settings) -> None:
    from batch.services.nightly.morning_told import tell_failed
    from intake.settings.clock import utc_now
    from intake.settings.log import log_exception

    try:
        if _anybody(settings):
            code = type(error).__name__
            _complained(tell_failed(code, utc_now(), settings.night, settings.mail, settings.unit.name))
    except Exception as another:  # the run's own error is the one to be raised
        log_exception("failure-not-told", another)


def _anybody(settings: Settings) -> bool:
    from intake.desk.surroundings import told_of_a_copy

    # A home that is only looked at sends nothing.
    return bool(settings.night.mail_to or settings.night.webhook) and told_of_a_copy() is None


def _complained(errors: Iterable[SohoaError]) -> bool:
    from intake.desk.console import complain

    found = list(errors)
    for error in found:
        complain(error.sentence, error.advice)
    return bool(found)
