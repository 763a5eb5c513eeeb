# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with the project's own data, and the root of every error sohoa raises.

::

    SohoaError                exit 3
    ├── UsageError            exit 2   the person asked for something that can't be meant
    │   └── BundleError       exit 2   a file that is no newer catalogue for this program
    ├── ClosedFolderError     exit 3   a folder may not be entered by this account
    └── TemplateError         exit 3   a data file of this program is broken
        └── UnknownNameError  exit 2   a kind, procedure or field that no data file names
"""

from __future__ import annotations

from typing import Self

from templates.language.messages import _


class SohoaError(Exception):
    """Root of all errors that a person is told about.

    ``sentence`` says what happened and ``advice`` what to do, both already translated and free of field
    values. Only the front door turns them into text on a screen and ``exit_code`` into an exit status.
    """

    exit_code: int = 3

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice


class UsageError(SohoaError):
    """The request itself is wrong (an option, a name, a path)."""

    exit_code = 2


class TemplateError(SohoaError):
    """A data file does not load or contradicts itself."""


class UnknownNameError(UsageError):
    """A name that no data file knows."""


class ClosedFolderError(SohoaError):
    """This account may not enter a folder that it needs."""

    @classmethod
    def at(cls, folder: object) -> Self:
        return cls(
            _("Your account may not read {place}.").format(place=folder),
            _("Have whoever looks after this computer give you the right to read and write there."),
        )


class BundleError(UsageError):
    """A file can't be taken as a catalogue bundle; nothing has changed."""
