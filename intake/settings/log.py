# SPDX-License-Identifier: Apache-2.0
"""The log: JSON lines in ``<home>/log/sohoa.log``, rotated, without anything a paper says.

Only keys on a short list get through, and of an exception its class and where it was raised: messages of
exceptions may quote what a paper says.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from functools import cache
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import structlog
    from stamina.instrumentation import RetryDetails

_MAX_BYTES, _KEPT_FILES = 5_000_000, 5
_MAX_TEXT = 200

SAFE_KEYS = frozenset(
    {
        *("event", "level", "timestamp", "version", "pid", "command", "exit_code", "error", "trace"),
        *("dossier", "document", "run", "page", "pages", "kind", "code", "state", "count", "total"),
        *("seconds", "bytes", "attempt", "status", "connector", "operation", "reason", "workers", "unit"),
    }
)


class _QuietFileHandler(RotatingFileHandler):
    """Opens its file with the first line, and never disturbs the work when the disk is full."""

    failed = False

    def _open(self) -> Any:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def rotate(self, source: str, dest: str) -> None:
        try:
            super().rotate(source, dest)
        except PermissionError:  # Windows renames no file that another process has open: a later one will
            self.maxBytes = 0

    def close(self) -> None:
        with suppress(OSError):  # what the disk had no room for is tried once more here
            super().close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 (logging's name)
        self.failed = True


_handler: _QuietFileHandler | None = None
_path: Callable[[], Path] | None = None


def keep_safe_keys(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: drop unknown keys, anything but plain values, and the ends of long texts."""
    return {key: _plain(value) for key, value in event.items() if key in SAFE_KEYS}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [str(part)[:_MAX_TEXT] for part in value]
    return str(value)[:_MAX_TEXT]


def describe_exception(error: BaseException) -> tuple[str, list[str]]:
    """Its class (of a system error the number too) and the lines of code it came through, outermost first."""
    name = type(error).__qualname__
    if isinstance(error, OSError) and error.errno is not None:
        name = f"{name}: errno {error.errno}"
    elif isinstance(error, ImportError) and error.name:
        name = f"{name}: {error.name}"
    frames = _frames(error.__traceback__)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        inner, inner_frames = describe_exception(cause)
        frames = [*inner_frames, f"-- {inner}; then", *frames]
    return name, frames


def _frames(start: TracebackType | None) -> list[str]:
    return [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(start)]


def use_log(path: Callable[[], Path] | None) -> None:
    """From now on lines go to the file that ``path`` names when one is written; None for nowhere."""
    global _path
    _path = path


def start_log(path: Path) -> None:
    """Send the log to ``path``; its folder is made when the first line is written."""
    global _handler
    target = logging.getLogger("sohoa")
    if _handler is not None:
        target.removeHandler(_handler)
        _handler.close()
    _handler = _QuietFileHandler(
        path, maxBytes=_MAX_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True
    )
    target.addHandler(_handler)


def log_works() -> bool:
    """Whether lines have reached the file so far."""
    return _handler is not None and not _handler.failed


def log() -> structlog.stdlib.BoundLogger:
    """The program's log; in a process that was told no file for it (a worker, a test) lines go nowhere."""
    if _path is not None:
        path = _path().absolute()
        if _handler is None or Path(_handler.baseFilename) != path:
            start_log(path)
    return _logger()


def log_exception(event: str, error: BaseException, **known: Any) -> None:
    """Write an unexpected exception with where it was raised."""
    name, frames = describe_exception(error)
    log().error(event, error=name, trace=frames, **known)


def note_retries() -> None:
    """Have each further try of ``stamina`` noted in the log. Left alone, it tells of them by structlog, which
    prints on standard output until our log is set up.
    """
    from stamina.instrumentation import set_on_retry_hooks

    set_on_retry_hooks([_note_retry])


def _note_retry(details: RetryDetails) -> None:
    log().info("retry", attempt=details.retry_num, code=type(details.caused_by).__name__)


def _set_up() -> None:
    target = logging.getLogger("sohoa")
    target.setLevel(logging.INFO)
    target.propagate = False
    target.addHandler(logging.NullHandler())
    # Libraries' warnings would otherwise land on the clerk's screen, values and all.
    logging.getLogger().addHandler(logging.NullHandler())


@cache
def _logger() -> structlog.stdlib.BoundLogger:
    # Only here: most commands log nothing, and structlog with its helpers is a tenth of their time.
    import structlog

    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_safe_keys,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logger: structlog.stdlib.BoundLogger = structlog.get_logger("sohoa")
    return logger


_set_up()
