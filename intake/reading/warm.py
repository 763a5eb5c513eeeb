# SPDX-License-Identifier: Apache-2.0
"""Imported once by the process that forks the workers, so that a new worker starts at the price of a fork.

Whatever fails here fails again in the worker, where it is told; so nothing is told here.
"""

from __future__ import annotations

from contextlib import suppress

import intake.capture.image
import intake.capture.pdf  # noqa: F401
import ocr.page.reading  # noqa: F401
from templates.catalogue.loading import load_catalogue
from templates.errors import SohoaError

with suppress(SohoaError):
    _ = load_catalogue().whole().units, load_catalogue().lexicons
