# SPDX-License-Identifier: Apache-2.0
"""The settings file: where it is, what it holds, and what is wrong with it."""

from __future__ import annotations

import difflib
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from templates.errors import UsageError
from templates.language.messages import _
from templates.language.value_problems import value_problem

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_SECRET_WORDS = ("secret", "password", "token", "api_key", "private_key")


class SettingsError(UsageError):
    """The settings can't be used as they stand."""


def default_data_dir() -> Path:
    """Where the store lives unless told otherwise."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "sohoa"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "sohoa"


def default_settings_path() -> Path:
    """Where the settings file is looked for unless told otherwise."""
    if sys.platform == "win32":
        return (
            Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "sohoa" / "config.toml"
        )
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "sohoa" / "config.toml"


def default_state_dir() -> Path:
    """Where this account keeps what it knows of stores beside them."""
    if sys.platform == "win32":
        return default_settings_path().parent
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "sohoa"


def settings_path(config: Path | None) -> Path | None:
    """The file to read; None when none was named and the usual one does not exist."""
    named = config or (Path(os.environ["SOHOA_CONFIG"]) if os.environ.get("SOHOA_CONFIG") else None)
    if named is not None:
        if not named.is_file():
            raise SettingsError(
                _("The settings file {path} does not exist.").format(path=named),
                _("Correct --config or SOHOA_CONFIG, or leave it out to use the usual settings."),
            )
        return named
    usual = default_settings_path()
    return usual if usual.is_file() else None


def read_settings_file(path: Path) -> dict[str, Any]:
    """The file as nested tables; raises SettingsError where it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            _("The settings file {path} can't be understood ({place}).").format(
                path=path, place=_place(error)
            ),
            _("Each line must read: name = value, with texts in double quotes."),
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(
            _("The settings file {path} is not UTF-8 text.").format(path=path),
            _("Save it again with the encoding UTF-8."),
        ) from None
    except OSError as error:
        raise SettingsError(
            _("The settings file {path} can't be read: {problem}.").format(path=path, problem=error.strerror),
            _("Check the permissions of the file."),
        ) from error


def _place(error: tomllib.TOMLDecodeError) -> str:
    # The parser's own words are English and quote the line; the number is what helps.
    match = re.search(r"line (\d+)", str(error))
    return _("line {number}").format(number=match[1]) if match else _("at its end")


def dotted(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of nested tables under its dotted key."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from dotted(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def is_secret(key: str) -> bool:
    """Whether a key's name says that its value must not be written down or shown."""
    return any(word in key.rsplit(".", 1)[-1].lower() for word in _SECRET_WORDS)


def refuse_secrets(values: Mapping[str, Any], path: Path | None) -> None:
    """Raise SettingsError when the file holds a secret: files are copied, mailed and backed up."""
    for key, _value in dotted(values):
        if is_secret(key):
            variable = "SOHOA_" + key.upper().replace(".", "__")
            raise SettingsError(
                _("The settings file {path} holds a secret ({key}).").format(path=path, key=key),
                _(
                    "Take it out of the file and set the environment variable {variable} or the keyring."
                ).format(variable=variable),
            )


def refuse_relative_home(values: Mapping[str, Any], path: Path | None) -> None:
    """Raise SettingsError where ``home`` in the file is another folder for each one in which the program is
    started: a night's task would have a store of its own.
    """
    home = values.get("home")
    if isinstance(home, str) and home.strip() and not home.startswith("~") and not Path(home).is_absolute():
        raise SettingsError(
            _("The setting home in {path} is no whole path.").format(path=path),
            _("Write it from the root of the disk on, for instance /srv/sohoa or D:/sohoa."),
        )


def wrong_value(
    error: ValidationError, path: Path | None, known: list[str], within: str = ""
) -> SettingsError:
    """The first of pydantic's complaints as a sentence that names the key but not its value; ``within``: the
    table that was looked at, with a dot behind.
    """
    first = error.errors(include_input=False, include_url=False)[0]
    key = within + ".".join(str(part) for part in first["loc"])
    where = str(path) if path else _("the environment (SOHOA_…)")
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, known, n=1)
        advice = (
            _("Did you mean {key}?").format(key=near[0]) if near else _("`sohoa config show` lists all keys.")
        )
        return SettingsError(_("Unknown setting {key} in {where}.").format(key=key, where=where), advice)
    return SettingsError(
        _("The setting {key} has a value that is not allowed ({problem}).").format(
            key=key, problem=_problem(first)
        ),
        _("Correct it in {where}; `sohoa config show` says where each value comes from.").format(where=where),
    )


def _problem(error: ErrorDetails) -> str:
    """What pydantic has against a value; its own words where we have none."""
    if error["type"] == "home_unnamed":
        return _("the path of a folder is needed")
    if error["type"] == "trusted_key":
        return _("a name and a public key (Ed25519, Base64) are needed")
    if error["type"] == "store_url":
        return _("an address such as postgresql+psycopg://user@host/name is needed")
    if error["type"] == "store_url_password":
        return _("the password belongs into SOHOA_STORE__PASSWORD or the keyring, not into the address")
    if error["type"] == "door_name":
        return _("the name of a door is small letters without marks, digits and -, at most 32")
    if error["type"] == "hour":
        return _("a time of day like 18:00 is needed")
    if error["type"] == "hours":
        return _("two times of day like 22:00-05:30 are needed")
    if error["type"] == "webhook":
        return _("an address that begins with https:// is needed")
    if error["type"] == "object_address":
        return _("an address like s3://bucket/folder is needed, without a password")
    return value_problem(error["type"], error.get("ctx", {})) or error["msg"]


def unreadable_variable() -> SettingsError:
    """A whole table was given in one variable, and not as JSON."""
    return SettingsError(
        _("A variable in the environment (SOHOA_…) can't be understood."),
        _("Set each value by itself, for instance SOHOA_GATEWAY__BASE_URL."),
    )


def language_in_file(config: str | None) -> str | None:
    """The language that the settings file asks for; None where there is no usable file.

    Needed before anything can be said, so a broken file is complained about later, when settings are read.
    """
    try:
        path = settings_path(Path(config) if config else None)
        language = read_settings_file(path).get("language") if path else None
    except SettingsError:
        return None
    return language if isinstance(language, str) else None
