# SPDX-License-Identifier: Apache-2.0
"""The JSON Schemas say what the models say: every shipped file keeps to them, and every key is explained."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import sohoa
from templates.catalogue.complaints import kind_of_file
from templates.catalogue.schema import FILE_KINDS, schema_of
from templates.files.active import SHIPPED
from templates.files.datafiles import read_yaml
from templates.language.messages import speaking
from tests.support.dossiers.own_forms import FILES

_SHIPPED = [
    path
    for folder in ("forms", "procedures", "autofill", "slips", "codes")
    for path in sorted((SHIPPED / folder).glob("*.yaml"))
    if kind_of_file(path)
]


def _as_json(data: Any) -> Any:
    """Days and hours as an editor sees them: text."""
    return json.loads(json.dumps(data, default=str))


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_a_schema_is_one(kind: str) -> None:
    Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("path", _SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_shipped_file_keeps_to_the_schema_of_its_kind(path: Path) -> None:
    kind = kind_of_file(path)
    assert kind is not None
    data = _as_json(read_yaml(path))
    faults = list(Draft202012Validator(schema_of(kind)).iter_errors(data))
    assert not faults, faults[0].message


@pytest.mark.parametrize("kind", FILES)
def test_every_file_of_an_own_form_keeps_to_its_schema(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"{kind}.yaml"
    path.write_text(FILES[kind], encoding="utf-8")
    assert not list(Draft202012Validator(schema_of(kind)).iter_errors(_as_json(read_yaml(path))))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("form", {"rolle": "form"}),
        ("form", {"role": "from"}),
        ("form", {"kind": "Dog Registration"}),
        ("procedure", {"code": "1.01"}),
        ("procedure", {"editions": [{"id": "2026"}]}),
        ("print", {"lines": ["a key with blanks"]}),
        ("autofill", {"fields": {"a.b": {"order": "sourc", "from": []}}}),
    ],
)
def test_what_the_models_refuse_an_editor_marks(kind: str, change: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / f"{kind}.yaml"
    path.write_text(FILES[kind], encoding="utf-8")
    data = _as_json(read_yaml(path)) | change
    assert list(Draft202012Validator(schema_of(kind)).iter_errors(data))


def _keys(schema: Any, where: str) -> Iterator[tuple[str, Any]]:
    parts = schema if isinstance(schema, list) else schema.values() if isinstance(schema, dict) else ()
    if isinstance(schema, dict) and isinstance(schema.get("properties"), dict):
        yield from ((f"{where}.{name}", key) for name, key in schema["properties"].items())
    for part in parts:
        yield from _keys(part, where)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", FILE_KINDS)
def test_every_key_says_what_it_means_in_both_languages(kind: str, language: str) -> None:
    with speaking(language):
        keys = dict(_keys(schema_of(kind), kind))
    with speaking("en"):
        english = dict(_keys(schema_of(kind), kind))
    assert [name for name, key in keys.items() if not key.get("description")] == []
    if language == "vi":
        assert [n for n, key in keys.items() if key["description"] == english[n]["description"]] == []


def test_the_command_writes_them_for_an_editor_in_the_authors_language(tmp_path: Path) -> None:
    assert sohoa.run(["--lang", "vi", "forms", "schema", "--out", str(tmp_path / "schema")]) == 0
    written = {path.stem: json.loads(path.read_text("utf-8")) for path in (tmp_path / "schema").iterdir()}
    assert set(written) == set(FILE_KINDS)
    assert written["form"]["properties"]["kind"]["description"].startswith("Khóa của loại giấy tờ")
