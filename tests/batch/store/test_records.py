# SPDX-License-Identifier: Apache-2.0
"""What the store of the batch hall gives out can't be changed, and is no query
(rows: ``tests/intake/store/test_rows_stay.py``).
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.sql import Select

import batch.store


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """The public functions of every module of ``batch.store``."""
    for info in pkgutil.iter_modules(batch.store.__path__):
        if info.ispkg:
            continue
        module = importlib.import_module(f"batch.store.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{info.name}.{name}", function


def parts(told: Any) -> Iterator[Any]:
    """An annotation and all that it is made of."""
    yield told
    for argument in typing.get_args(told):
        yield from parts(argument)


FUNCTIONS = dict(functions())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_gives_out_frozen_records_and_no_query(name: str) -> None:
    given = list(parts(typing.get_type_hints(FUNCTIONS[name])["return"]))
    assert not [part for part in given if isinstance(part, type) and issubclass(part, Select)]
    records = [part for part in given if hasattr(part, "__dataclass_fields__")]
    assert all(record.__dataclass_params__.frozen for record in records)
