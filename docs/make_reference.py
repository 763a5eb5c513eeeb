# SPDX-License-Identifier: Apache-2.0
"""Write the keys of forms, procedures, autofill and slips from the models: ``docs/form-keys.md`` (English),
``docs/khoa-mau.md`` (Vietnamese), and ``docs/schema/*.json`` for editors.

``python docs/make_reference.py`` writes them, ``--check`` only says whether they are as the program is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from templates.catalogue.schema import FILE_KINDS, schema_of
from templates.language.messages import speaking

DOCS = Path(__file__).parent
PAGES = {"en": DOCS / "form-keys.md", "vi": DOCS / "khoa-mau.md"}
SCHEMAS = DOCS / "schema"
FILES = {
    "form": "form.yaml, forms/<kind>.yaml",
    "procedure": "procedure.yaml, procedures/<code>.yaml",
    "autofill": "autofill.yaml, autofill/<form or code>.yaml",
    "print": "print.yaml",
    "names": "names.yaml, codes/field-names.yaml",
    "slip": "slips/<slip>.yaml",
    "form-lines": "slips/form-lines.yaml",
    "book": "slips/book.yaml",
    "certification-books": "slips/certification-books.yaml",
    "fees": "fees.yaml, fees/<province>.yaml",
}
WORDS = {
    "en": {
        "title": "Keys of the data files",
        "intro": "Made by `python docs/make_reference.py` from the models; do not edit by hand. The same as "
        "JSON Schema: [schema/](schema), or by `sohoa forms schema`; an editor that reads the line "
        "`# yaml-language-server: $schema=…` at the top of a file completes its keys and marks faults. "
        "A form of your own needs the first five files (new-form.md); only there `draft` and "
        "`replaces` are keys.",
        "parts": "Parts",
        "key": "Key",
        "value": "Value",
        "meaning": "Meaning",
        "needed": "needed",
        "or": "or",
        "list": "list: {inside}",
        "map": "keys with {inside}",
        "default": "else {value}",
        "string": "text",
        "boolean": "true, false",
        "integer": "whole number",
        "number": "number",
        "null": "null",
        "date": "day",
        "time": "hour",
        "object": "keys with values",
    },
    "vi": {
        "title": "Khóa của các tệp dữ liệu",
        "intro": "Do `python docs/make_reference.py` tạo từ các mô hình; không sửa tay. Cùng nội dung dạng "
        "JSON Schema: [schema/](schema), hoặc `sohoa forms schema`; trình soạn thảo đọc dòng "
        "`# yaml-language-server: $schema=…` ở đầu tệp sẽ gợi ý khóa và đánh dấu chỗ sai. Mẫu riêng của "
        "đơn vị dùng năm tệp đầu (mau-moi.md); chỉ ở đó mới có khóa `draft` và `replaces`.",
        "parts": "Các phần",
        "key": "Khóa",
        "value": "Giá trị",
        "meaning": "Ý nghĩa",
        "needed": "bắt buộc",
        "or": "hoặc",
        "list": "danh sách: {inside}",
        "map": "các khóa kèm {inside}",
        "default": "không ghi: {value}",
        "string": "chữ",
        "boolean": "true, false",
        "integer": "số nguyên",
        "number": "số",
        "null": "null",
        "date": "ngày",
        "time": "giờ",
        "object": "các khóa kèm giá trị",
    },
}


def page(language: str) -> str:
    """The whole reference in ``language``."""
    words = WORDS[language]
    parts: dict[str, Any] = {}
    lines = [f"# {words['title']}", "", words["intro"], ""]
    with speaking(language):
        for kind in FILE_KINDS:
            schema = schema_of(kind)
            parts |= schema.get("$defs", {})
            lines += [f"## {FILES[kind]}", "", *_section(schema, words)]
    lines += [f"## {words['parts']}", ""]
    for name in sorted(parts):
        lines += [f"### {name}", "", *_section(parts[name], words)]
    return "\n".join(lines).rstrip() + "\n"


def _section(schema: Any, words: dict[str, str]) -> Iterator[str]:
    yield from (schema.get("description", ""), "")
    keys = schema.get("properties", {})
    if keys:
        yield f"| {words['key']} | {words['value']} | {words['meaning']} |"
        yield "|---|---|---|"
        for name, key in keys.items():
            yield _row(name, key, name in _needed(schema), words)
        yield ""


def _needed(schema: Any) -> list[str]:
    """An edition that is based on another needs less; told is what one that is not needs."""
    wholes = [one["required"] for one in schema.get("anyOf", []) if one.get("required") != ["based_on"]]
    return [*schema.get("required", []), *(name for whole in wholes for name in whole)]


def _row(name: str, key: Any, needed: bool, words: dict[str, str]) -> str:
    value = _value(key, words)
    if needed:
        value += f"; **{words['needed']}**"
    elif key.get("default") not in (None, "", [], {}, False):
        value += "; " + words["default"].format(value=f"`{json.dumps(key['default'], ensure_ascii=False)}`")
    return f"| `{name}` | {value} | {key.get('description', '')} |"


def _value(key: Any, words: dict[str, str]) -> str:
    if "$ref" in key:
        name = key["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for several in ("anyOf", "oneOf"):
        if several in key:
            return f" {words['or']} ".join(dict.fromkeys(_value(one, words) for one in key[several]))
    if "enum" in key or "const" in key:
        return ", ".join(f"`{one}`" for one in key.get("enum", [key.get("const")]))
    if key.get("type") == "array":
        inside = key.get("items") or {"anyOf": key.get("prefixItems", [{"type": "string"}])}
        return words["list"].format(inside=_value(inside, words))
    if key.get("type") == "object" and isinstance(key.get("additionalProperties"), dict):
        inside = _value(key["additionalProperties"], words)
        names = key.get("propertyNames", {}).get("enum")
        return (
            f"{{{', '.join(f'{name}: {inside}' for name in names)}}}"
            if names
            else words["map"].format(inside=inside)
        )
    return words[key.get("format") if key.get("format") in words else key.get("type", "object")]


def schema_text(kind: str) -> str:
    """The schema in English, as it lies in the docs."""
    with speaking("en"):
        return json.dumps(schema_of(kind), ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write pages and schemas, or with ``--check`` compare them; 1 where one is not as it should be."""
    files = {path: page(language) for language, path in PAGES.items()}
    files |= {SCHEMAS / f"{kind}.json": schema_text(kind) for kind in FILE_KINDS}
    stale = [p for p, text in files.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    if "--check" not in sys.argv:
        SCHEMAS.mkdir(exist_ok=True)
        for path in stale:
            path.write_text(files[path], encoding="utf-8")
        return 0
    if stale:
        sys.stderr.write(f"{', '.join(path.name for path in stale)}: run python docs/make_reference.py\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
