# SPDX-License-Identifier: Apache-2.0
"""The front door: one ``sohoa`` command built from the rooms' command groups.

Exit codes: 0 done, 1 done with dossiers that need attention, 2 wrong use, 3 could not run, 130 stopped by the
person. This is the only place that turns errors into exit codes and into text on the screen.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from intake.settings.stray_output import off_the_screen
from templates.errors import SohoaError, UsageError
from templates.language.messages import LANGUAGES, _, choose_language
from templates.version import VERSION

DONE, COULD_NOT_RUN, STOPPED = 0, 3, 130
_GLOBAL_WITH_VALUE = ("--lang", "--home", "--config", "--unit")
_GLOBAL_FLAGS = ("--quiet", "-q")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit code."""
    if arguments is None:
        _begin_in_utf8()
    # What a command makes mostly lives until it ends: to look through it for garbage after every 700 objects
    # costs a register of a month a sixth of its time, and any command's start a twelfth.
    gc.set_threshold(200_000, 20, 20)
    # To look for plugins of pydantic, of which we use none, it reads what every installed package offers.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _prepare_streams()
    with off_the_screen():
        code = run(list(sys.argv[1:] if arguments is None else arguments))
    try:
        sys.stdout.flush()
    except OSError:  # told already; Python would try again on leaving and make an exit code of its own
        _drop_output()
    sys.exit(code)


def _begin_in_utf8() -> None:
    """Start anew where the locale knows only ASCII (LC_ALL=C) and Python keeps to it: Vietnamese
    words of the command line would come in pieces, and no file of a Vietnamese name could be made.
    """
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _prepare_streams() -> None:
    """Both outputs open and able to write Vietnamese."""
    # A scheduler may start us with the streams closed; whatever stands in lives as long as the process.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        # Windows and odd locales give code pages without Vietnamese letters.
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="replace")
        elif isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            # Names of files from old disks are no UTF-8; they are shown as they are.
            stream.reconfigure(errors="surrogateescape")


def run(arguments: list[str]) -> int:
    """Run one command line; returns the exit code."""
    arguments = globals_first(arguments)
    try:
        _choose_language(arguments)
        _refuse_no_home(arguments)
        code = _invoke(arguments)
        sys.stdout.flush()
        if "forms" not in arguments:  # these commands say it themselves
            _tell_of_own_forms()
    except SystemExit as stop:
        return _code_of_exit(stop)
    except BaseException as error:
        return _tell(error)
    if code == STOPPED:
        return _tell(KeyboardInterrupt())
    return code


def build() -> Any:
    """The whole command tree, in the language chosen before; modules of commands are imported when needed."""
    from batch.desk.commands.registry import entries as entries_of_batch
    from intake.desk.commands.registry import entries as entries_of_intake
    from templates.desk.registry import entries as entries_of_templates

    front: Any = typer.main.get_command(_app())
    front.mount([*entries_of_batch(), *entries_of_intake(), *entries_of_templates()])
    words = {
        "--install-completion": _("Install Tab completion for this shell."),
        "--show-completion": _("Print the Tab completion script for this shell."),
    }
    for option in front.params:
        option.help = words.get(option.opts[0], option.help)
    return front


def _app() -> typer.Typer:
    from templates.desk.command_line import App, Front

    app = App(name="sohoa", cls=Front)
    app.callback(
        help=_("Reads, checks, packages and pushes the dossiers of a commune's justice desk."),
        epilog=_(
            "Exit codes: 0 done; 1 done, some dossiers need attention; 2 wrong use; "
            "3 could not run; 130 stopped."
        ),
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"]},
    )(_global_options)
    return app


def _invoke(arguments: list[str]) -> int:
    if any(word.startswith(("--install-completion", "--show-completion")) for word in arguments):
        from intake.desk.bash_completion import use_own_script

        use_own_script()
    try:
        result = build().main(args=arguments, prog_name="sohoa", standalone_mode=False)
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message())
            return UsageError.exit_code
        from templates.desk.usage_words import complaint_of

        raise complaint_of(error) from None
    return result if isinstance(result, int) else DONE


def _tell_of_own_forms() -> None:
    """Say on the screen that a form of the office's own could not be used by the command that just ran."""
    loading = sys.modules.get("templates.catalogue.loading")
    own = loading.load_catalogue().own if loading and loading.is_loaded() else None
    if own and own.complaints:
        from intake.desk.console import say

        files = ", ".join(dict.fromkeys(complaint.file for complaint in own.complaints))
        say(
            _("Not used, because something is wrong in it: {files}. See: sohoa forms check").format(
                files=files
            )
        )


def _global_options(
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="vi|en", help=_("Language of messages (also SOHOA_LANG)."))
    ] = None,
    home: Annotated[
        Path | None, typer.Option("--home", readable=False, help=_("Folder of the store (also SOHOA_HOME)."))
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", help=_("Settings file, TOML (also SOHOA_CONFIG)."))
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="CODE", help=_("Office to work for, where there are several (unit.code).")
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_("Print results and errors only."))] = False,
    version: Annotated[  # noqa: ARG001 (its callback does the work)
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=lambda asked: _print_version(asked),
            help=_("Print the version."),
        ),
    ] = False,
) -> None:
    from intake.desk.console import configure_console
    from intake.settings.current import choose_settings, installed_settings
    from templates.catalogue.trust import use_trust
    from templates.files.active import use_home

    if lang is not None and lang not in LANGUAGES:
        raise UsageError(
            _("There is no language “{name}”.").format(name=lang), _("Choose --lang vi or --lang en.")
        )
    configure_console(quiet=quiet, office=unit or "")
    choose_settings(config, unit, home=home.absolute() if home else None, language=lang)
    use_home(lambda: installed_settings().home)
    use_trust(lambda: installed_settings().forms.trust)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"sohoa {VERSION}")
        raise typer.Exit


def globals_first(arguments: list[str]) -> list[str]:
    """The same words with the global options in front, so that ``sohoa run F --quiet`` works as well."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments[:end])
    for word in words:
        if word in _GLOBAL_WITH_VALUE:
            value = next(words, None)
            # Without its value it stays last, where Typer will say so.
            front, rest = ([*front, word, value], rest) if value is not None else (front, [*rest, word])
        elif word in _GLOBAL_FLAGS or word.startswith(tuple(f"{name}=" for name in _GLOBAL_WITH_VALUE)):
            front.append(word)
        else:
            rest.append(word)
    return [*front, *rest, *arguments[end:]]


def _value_of(option: str, arguments: list[str]) -> str | None:
    for index, word in enumerate(arguments):
        if word == option:
            return arguments[index + 1] if index + 1 < len(arguments) else None
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return None


def _refuse_no_home(arguments: list[str]) -> None:
    """An empty ``--home`` (a variable of a script that is not set) would be the folder we are started in."""
    if _value_of("--home", arguments) == "":
        raise UsageError(
            _("After --home stands nothing."), _("Name the folder of the store, or leave --home out.")
        )


def _choose_language(arguments: list[str]) -> None:
    """``--lang``, else ``SOHOA_LANG``, else the settings file, else Vietnamese: before any text is built."""
    wanted = _value_of("--lang", arguments) or os.environ.get("SOHOA_LANG")
    if not wanted:
        from intake.settings.file import language_in_file

        wanted = language_in_file(_value_of("--config", arguments))
    choose_language(wanted)


def _tell(error: BaseException) -> int:
    """Say in one sentence what happened and what to do; returns the exit code."""
    from intake.desk.console import complain

    if isinstance(error, SohoaError):
        complain(error.sentence, error.advice)
        return error.exit_code
    if isinstance(error, KeyboardInterrupt):
        complain(_("Stopped."), _("Nothing is lost: run the same command again to go on."))
        return STOPPED
    if isinstance(error, BrokenPipeError):
        return _reader_went_away()
    complain(*_unexpected(error))
    return COULD_NOT_RUN


def _unexpected(error: BaseException) -> tuple[str, str]:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("The disk is full."), _("Make room (sohoa doctor shows how much is left), then run again.")
    if isinstance(error, MemoryError):
        return _("The computer has run out of memory."), _("Close other programs or set fewer workers.")
    return _("Something unexpected went wrong ({kind}).").format(kind=type(error).__name__), _note(error)


def _note(error: BaseException) -> str:
    """Write the details to the log and say where they are."""
    from intake.settings.current import choose_settings, installed_settings, settings_chosen
    from intake.settings.log import log_exception, log_works

    if not settings_chosen():
        choose_settings()
    with suppress(SohoaError):
        log_exception("unexpected", error, version=VERSION)
        if log_works():
            return _("Details are in {path}.").format(path=installed_settings().log_path)
    return _("The details could not be written to the log; check with: sohoa doctor")


def _code_of_exit(stop: SystemExit) -> int:
    if isinstance(stop.__context__, BrokenPipeError):
        return _reader_went_away()
    return stop.code if isinstance(stop.code, int) else DONE


def _reader_went_away() -> int:
    """``sohoa list | head``: whoever read our output has enough, which is no error."""
    _drop_output()
    return DONE


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
