# SPDX-License-Identifier: Apache-2.0
"""What can go wrong while reading a page.

::

    SohoaError
    └── ReadingError             exit 3
        ├── RecogniserMissingError    exit 3   Tesseract or its Vietnamese data is not installed
        ├── RecogniserTimeoutError    exit 3   Tesseract did not answer in time
        ├── DamagedModelError         exit 3   a weight file is not the one that was released
        └── RecogniserFailedError     exit 3   Tesseract, or a recogniser of another package, failed on a page
"""

from __future__ import annotations

from templates.errors import SohoaError


class ReadingError(SohoaError):
    """A page could not be read."""


class RecogniserMissingError(ReadingError):
    """Tesseract or its language data is not there."""


class DamagedModelError(ReadingError):
    """The weights of one of our networks are not those released; no page may be read with them."""


class RecogniserTimeoutError(ReadingError):
    """Tesseract was stopped because it took too long."""


class RecogniserFailedError(ReadingError):
    """A recogniser ended with an error of its own."""
