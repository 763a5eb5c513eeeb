"""What can go wrong while reading a page.

::

    SohoaError
    └── ReadingError             exit 3
        ├── RecogniserMissing    exit 3   Tesseract or its Vietnamese data is not installed
        ├── RecogniserTimeout    exit 3   Tesseract did not answer in time
        └── RecogniserFailed     exit 3   Tesseract ended with an error
"""

from __future__ import annotations

from templates.errors import SohoaError


class ReadingError(SohoaError):
    """A page could not be read."""


class RecogniserMissing(ReadingError):
    """Tesseract or its language data is not there."""


class RecogniserTimeout(ReadingError):
    """Tesseract was stopped because it took too long."""


class RecogniserFailed(ReadingError):
    """Tesseract ended with an error of its own."""
