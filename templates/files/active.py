# SPDX-License-Identifier: Apache-2.0
"""Which catalogue is in use: the one that came with the program, or a newer one that was installed since.

Installed catalogues lie in ``<home>/catalogue/<version>/``; ``current.json`` beside them names the one in
use. The office's own forms lie in ``<home>/forms/`` and are laid over whichever is in use. Where the store's
home is, only the rooms above know: the front door says it once. Worker processes inherit the choice by the
environment, so that one run uses one catalogue.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from pydantic import Field, ValidationError

from templates.errors import ClosedFolderError
from templates.files.datafiles import Frozen, broken, load, reason_of

SHIPPED = Path(__file__).parents[1] / "data"
FORMAT = 1
"""The layout of data files that this program reads."""

_INHERITED = "SOHOA_CATALOGUE_ROOT"
_INHERITED_OWN = "SOHOA_OWN_FORMS"
_home: Callable[[], Path] | None = None


class Version(Frozen):
    """``catalogue.yaml`` of a catalogue."""

    version: str = Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,9}){0,7}$")
    format: int

    @property
    def order(self) -> tuple[int, ...]:
        """For comparing two of them."""
        return tuple(int(part) for part in self.version.split("."))


class Current(Frozen):
    """``current.json``: the installed version in use, chosen while the program itself brought ``over``."""

    version: str
    over: str
    before: str = ""


def use_home(home: Callable[[], Path] | None) -> None:
    """Say where the store's home is, as a function, since it is rarely needed."""
    global _home
    _home = home
    os.environ.pop(_INHERITED, None)
    os.environ.pop(_INHERITED_OWN, None)


def data_home() -> Path | None:
    """The folder of installed catalogues; None where nobody said where the home is."""
    return _home() / "catalogue" if _home else None


def own_forms_home() -> Path | None:
    """The folder of the office's own forms, whether or not it is there; None where nobody said where the
    home is.
    """
    return _home() / "forms" if _home else None


def own_schemas() -> Path | None:
    """Where the schemas for editors lie beside the own forms; None where nobody said where the home is."""
    folder = own_forms_home()
    return folder / ".schema" if folder else None


def own_forms_folder() -> Path | None:
    """The folder of the office's own forms; None where it has none."""
    if inherited := os.environ.get(_INHERITED_OWN):
        return Path(inherited)
    folder = own_forms_home()
    if folder is None or not folder.is_dir():
        return None
    os.environ[_INHERITED_OWN] = str(folder)
    return folder


def tell_children() -> None:
    """Choose before child processes start: they know no home, and what they forked from never learns of it.

    Raises:
        TemplateError, ClosedFolderError: the choice can't be read.
    """
    active_root()
    own_forms_folder()


def active_root() -> Path:
    """The folder of the catalogue in use."""
    if inherited := os.environ.get(_INHERITED):
        return Path(inherited)
    folder = data_home()
    installed = installed_root(folder) if folder else None
    if installed is None:
        return SHIPPED
    os.environ[_INHERITED] = str(installed)
    return installed


def installed_root(folder: Path) -> Path | None:
    """The installed catalogue in use, unless the program has brought a newer one since."""
    current = read_current(folder)
    if current is None:
        return None
    root = folder / current.version
    shipped, chosen = version_of(SHIPPED), version_of(root)
    if current.over != shipped.version and chosen.order <= shipped.order:
        return None
    return root


def read_current(folder: Path) -> Current | None:
    """What ``current.json`` says; None where nothing is installed.

    Raises ``TemplateError`` where it is broken, ``ClosedFolderError`` where the folder may not be entered.
    """
    path = folder / "current.json"
    try:
        return Current.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        raise ClosedFolderError.at(folder.parent) from error
    except (OSError, ValidationError, json.JSONDecodeError) as error:
        raise broken(path, "-", reason_of(error)) from error


def version_of(root: Path) -> Version:
    """The version of a catalogue; raises ``TemplateError`` where it has none."""
    return load(Version, root / "catalogue.yaml")
