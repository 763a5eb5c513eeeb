# SPDX-License-Identifier: Apache-2.0
"""Rows stay in the store: what it gives out are records and plain values."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import fields
from types import FunctionType, ModuleType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy.orm import InstrumentedAttribute

import batch.store
import intake.store
from intake.dossier import journal, stored
from intake.store.dossier import records
from intake.store.tables.model import TableBase
from intake.store.transaction import Transaction

pytestmark = pytest.mark.usefixtures("each_database")  # on PostgreSQL with --slow: see conftest

INSIDE = ("intake.store.tables", "intake.store.life", "intake.store.migrations", "batch.store.tables")
"""Rooms of a store for itself."""


def modules() -> Iterator[ModuleType]:
    for store in (intake.store, batch.store):
        for found in pkgutil.walk_packages(store.__path__, f"{store.__name__}."):
            if not found.name.startswith(INSIDE):
                yield importlib.import_module(found.name)


def functions(module: ModuleType) -> Iterator[FunctionType]:
    """Its own public functions, and the public methods of its own classes."""
    own = [each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__]
    for each in own:
        members = vars(each).values() if inspect.isclass(each) else [each]
        for member in members:
            function = getattr(member, "__func__", member)
            if isinstance(function, FunctionType) and not function.__name__.startswith("_"):
                yield function


def classes_in(annotation: Any) -> Iterator[type]:
    """The classes that an annotation names anywhere."""
    for each in (annotation, get_origin(annotation)):
        if inspect.isclass(each):
            yield each
    for part in get_args(annotation):
        yield from classes_in(part)


def names_of_the_module(function: FunctionType) -> dict[str, Any]:
    """What its annotations may name, also what is imported for typing only."""
    module = importlib.import_module(function.__module__)
    names = dict(vars(module))
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            exec(compile(ast.Module(node.body, []), module.__name__, "exec"), names)  # noqa: S102
    return names


def given_out() -> Iterator[tuple[str, type]]:
    for module in modules():
        for function in functions(module):
            hints = get_type_hints(function, names_of_the_module(function))
            for each in classes_in(hints.get("return")):
                yield f"{function.__module__}.{function.__qualname__}", each


@pytest.mark.long
def test_no_store_gives_out_a_row() -> None:
    assert {name for name, each in given_out() if issubclass(each, TableBase)} == set()


@pytest.mark.long
def test_a_function_that_gives_out_a_row_would_be_seen() -> None:
    def careless(session: Transaction) -> list[tuple[int, TableBase]]:
        raise NotImplementedError(session)

    hints = get_type_hints(careless)
    assert TableBase in set(classes_in(hints["return"]))
    assert len({name for name, _each in given_out()}) > 100


@pytest.mark.parametrize(
    ("record", "columns"),
    [
        (stored.Dossier, records.DOSSIER),
        (stored.StoredFile, records.FILE),
        (stored.StoredPage, records.PAGE),
        (journal.Event, records.EVENT),
    ],
)
def test_a_record_is_named_as_its_table_is(
    record: type[Any], columns: tuple[InstrumentedAttribute[Any], ...]
) -> None:
    assert [column.key for column in columns] == [field.name for field in fields(record)]
    assert record.__dataclass_params__.frozen and hasattr(record, "__slots__")
