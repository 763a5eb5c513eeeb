# SPDX-License-Identifier: Apache-2.0
"""The file that a form is drafted from or tried on is opened in a process of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from batch.errors import DraftError
from batch.services.form_pages import DraftTask, TrialTask, drafted, tried
from intake.capture.refusals import CaptureError, RefusalCode
from intake.reading.page_work import HowToRead
from intake.reading.worker_process import Limits
from ocr.drafting.trial import FormTrial
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.model.document_types import DocumentType
from tests.support.desks.intake_desk import scan

TODAY = date(2026, 11, 29)


def abort(_task: object) -> None:
    os.abort()


def hang(_task: object) -> None:
    time.sleep(3600)


def fill(_task: object) -> None:
    bytearray(64 << 30)


FAULTS = pytest.mark.parametrize(
    ("fault", "timeout_s", "code"),
    [
        (abort, 60, RefusalCode.BREAKS_READER),
        (hang, 5, RefusalCode.TOO_SLOW),
        (fill, 60, RefusalCode.TOO_MUCH_MEMORY),
    ],
)


@FAULTS
def test_a_scan_that_ends_what_a_template_is_tried_in_is_refused_in_words(
    tmp_path: Path, fault: Callable[[TrialTask], FormTrial | None], timeout_s: float, code: RefusalCode
) -> None:
    paper = load_catalogue().document_type("birth-registration")
    with pytest.raises(CaptureError) as told:
        tried(scan(tmp_path / "a.png"), 1, paper, HowToRead(limits=Limits(timeout_s)), fault)
    assert told.value.refusal.code is code


@FAULTS
def test_a_blank_form_that_ends_what_it_is_drafted_in_is_refused_in_words(
    tmp_path: Path, fault: Callable[[DraftTask], DocumentType | None], timeout_s: float, code: RefusalCode
) -> None:
    with pytest.raises(CaptureError) as told:
        drafted(scan(tmp_path / "a.png"), 1, "my-form", HowToRead(limits=Limits(timeout_s)), TODAY, fault)
    assert told.value.refusal.code is code


def test_what_can_be_told_at_once_is_told_before_the_page_is_opened(tmp_path: Path) -> None:
    page, how = scan(tmp_path / "a.png"), HowToRead()
    with pytest.raises(UsageError):
        drafted(page, 2, "my-form", how, TODAY, abort)
    with pytest.raises(CaptureError):
        drafted(tmp_path / "nowhere.png", 1, "my-form", how, TODAY, abort)


@pytest.mark.long
def test_where_no_form_is_nothing_is_drafted(tmp_path: Path) -> None:
    with pytest.raises(DraftError):
        drafted(scan(tmp_path / "a.png"), 1, "my-form", HowToRead(), TODAY)
