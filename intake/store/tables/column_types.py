# SPDX-License-Identifier: Apache-2.0
"""How values stand in the database. What can't be read back is damage: nobody but this program wrote it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import JSON, BigInteger, DateTime, Enum, Integer
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from intake.dossier.record_json import adapter
from intake.dossier.states import State
from ocr.result import Box

_Value = TypeVar("_Value")

LONG = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number of 64 bits, as every one of SQLite's has anyway."""


class GarbledValueError(Exception):
    """A stored value is none that this program writes. The value is not named: it may be a person's."""


class _ReadBack(TypeDecorator[_Value]):
    """A type whose values, read back, are what was written, or damage."""

    impl: Any = JSON  # each of the classes below has its own
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        read = super().result_processor(dialect, coltype)
        return None if read is None else _guarded(read)


def _guarded(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def guarded(value: Any) -> Any:
        try:
            return read(value)
        except (ValueError, TypeError, LookupError):
            # Without its cause, whose text quotes the value.
            raise GarbledValueError from None

    return guarded


class UtcDateTime(_ReadBack[datetime]):
    """A moment: aware going in and out, UTC inside (SQLite forgets zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its time zone can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Json(_ReadBack[Any]):
    """Plain values; ``none_as_null`` as of SQLAlchemy's JSON."""

    impl = JSON
    cache_ok = True


class RecordJson(_ReadBack[Any]):
    """Records of a ``kind`` (``tuple[Statement, ...]``), straight from and to the text; None is NULL."""

    impl = JSON
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def bind_processor(self, _dialect: Dialect) -> Callable[[Any], str | None]:
        return lambda records: None if records is None else adapter(self.kind).dump_json(records).decode()

    def result_processor(self, dialect: Dialect, _coltype: object) -> Callable[[Any], Any]:
        # The driver of PostgreSQL has made plain values of it already.
        made = adapter(self.kind)
        read = made.validate_json if dialect.name == "sqlite" else made.validate_python
        return _guarded(lambda kept: None if kept is None else read(kept))


class BoxJson(_ReadBack[Box]):
    """A place on a page, ``[x, y, w, h]``; ``[]`` where there is none."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Box | None, _dialect: Dialect) -> list[int]:
        return value.as_list() if value else []

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> Box | None:
        return Box(*value) if value else None


class StateName(_ReadBack[State]):
    """A dossier's state by its word."""

    impl = Enum(
        State,
        native_enum=False,
        create_constraint=False,
        length=16,
        values_callable=lambda states: [state.value for state in states],
    )
    cache_ok = True
