# SPDX-License-Identifier: Apache-2.0
"""Bring the catalogues of messages in line with the code: ``sohoa.pot`` and ``vi/LC_MESSAGES/sohoa.po``.

``python docs/make_messages.py`` extracts the messages, keeps the wordings there are, sorts, drops what the
code no longer says and tells which messages still need a wording. ``--check`` only says whether that is done.

A conflict in the catalogue: mend the code first, then run this – it takes the wordings of both sides.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from templates.catalogue.schema import descriptions
from templates.language.compiled import LOCALE_DIR

ROOT = Path(__file__).parent.parent
ROOMS = ("sohoa", "templates", "ocr", "intake", "batch")
TEMPLATE = LOCALE_DIR / "sohoa.pot"
CATALOGUES = {"vi": LOCALE_DIR / "vi" / "LC_MESSAGES" / "sohoa.po"}
KEYWORDS = {"_": None, "ngettext": (1, 2)}
_CONFLICT = re.compile(
    r"^<{7} .*\n(?P<ours>(?s:.*?))(?:^\|{7} .*\n(?s:.*?))?^={7}\n(?P<theirs>(?s:.*?))^>{7} .*\n", re.MULTILINE
)


class TwoWordingsError(Exception):
    """Both sides of a conflict word the same message differently; only a person can choose."""


def sources() -> list[Path]:
    """Every module that may speak to people."""
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def pages() -> list[Path]:
    """The templates of the web desk."""
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.html"))]


def extracted() -> Catalog:
    """The messages of the code, without a wording and without places, so that moving code changes nothing."""
    template = Catalog()
    for path in (*sources(), *pages()):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        with path.open("rb") as stream:
            for _line, text, comments, _context in extract(
                method, stream, keywords=KEYWORDS, comment_tags=("Translators:",), options={"silent": "false"}
            ):
                message = template.add(text, auto_comments=comments)
                message.flags.discard("python-format")  # a per cent sign; values are put in by str.format
    for text in descriptions():
        template.add(text)
    return template


def sides(text: str) -> list[str]:
    """The catalogue ``text``, or before and after where the marks of a conflict stand in it."""
    if not _CONFLICT.search(text):
        return [text]
    return [_CONFLICT.sub(rf"\g<{side}>", text) for side in ("ours", "theirs")]


def wordings(text: str) -> dict[str, Message]:
    """English (the wording for one) → its message in the catalogue ``text``, from both sides of a conflict.

    Raises:
        TwoWordingsError: the sides differ.
    """
    found: dict[str, Message] = {}
    for side in sides(text):
        for message in read_po(BytesIO(side.encode()), abort_invalid=True):
            if not _english(message) or not _worded(message) or message.fuzzy:
                continue
            earlier = found.setdefault(_english(message), message)
            if _first(earlier.string) != _first(message.string):
                raise TwoWordingsError(f"{_english(message)!r}: {earlier.string!r}, {message.string!r}")
    return found


def updated(template: Catalog, language: str, known: dict[str, Message]) -> Catalog:
    """The catalogue of ``language``: the messages of ``template`` with the wordings that are ``known``."""
    catalogue = Catalog(locale=language)
    for message in template:
        if not message.id:
            continue
        old = _known(message, known)
        catalogue.add(
            message.id,
            _wording_kept(message, old) if old else None,
            flags=message.flags,
            auto_comments=message.auto_comments,
            user_comments=old.user_comments if old else (),
        )
    return catalogue


def _known(message: Message, known: dict[str, Message]) -> Message | None:
    """The earlier message: of the same English, or of that for many, where one is told apart only now."""
    return known.get(_english(message)) or (known.get(message.id[1]) if message.pluralizable else None)


def _wording_kept(message: Message, old: Message) -> str | tuple[str, ...]:
    """The wording of ``old`` for ``message``, which may have got or lost its plural since."""
    if not message.pluralizable:
        return _first(old.string)
    return tuple(old.string) if old.pluralizable else (old.string,)


def written(catalogue: Catalog) -> str:
    """``catalogue`` as a file, a message a line: what Git merges well."""
    # A header of our own: Babel's tells the hour, which would differ in every branch.
    header = [
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    if catalogue.locale:
        header = [f"Language: {catalogue.locale}", *header, f"Plural-Forms: {catalogue.plural_forms}"]
    body = BytesIO()
    write_po(body, catalogue, width=0, sort_output=True, no_location=True, omit_header=True)
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in ["Project-Id-Version: sohoa", *header])]
    return "\n".join(lines) + "\n\n" + body.getvalue().decode().rstrip("\n") + "\n"


def missing(catalogue: Catalog) -> Iterator[str]:
    """The messages that have no wording."""
    return (_english(message) for message in catalogue if message.id and not _worded(message))


def _english(message: Message) -> str:
    return _first(message.id)


def _first(text: str | Iterable[str]) -> str:
    return text if isinstance(text, str) else next(iter(text), "")


def _several(text: str | Iterable[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _worded(message: Message) -> bool:
    return bool(message.string and _first(message.string))


def main() -> int:
    """Write the files, or with ``--check`` compare them; 1 where something is left to do."""
    template = extracted()
    files = {TEMPLATE: written(template)}
    unworded: list[str] = []
    for language, path in CATALOGUES.items():
        try:
            known = wordings(path.read_text(encoding="utf-8"))
        except TwoWordingsError as torn:
            sys.stderr.write(f"{path.name} has two wordings, choose one: {torn}\n")
            return 1
        catalogue = updated(template, language, known)
        files[path] = written(catalogue)
        unworded += [f"{language}: {text}" for text in missing(catalogue)]
        kept = {text for message in template for text in _several(message.id)}
        dropped = sorted(known.keys() - kept)
        sys.stderr.writelines(f"{language}: no longer said: {text}\n" for text in dropped)
    stale = [
        path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if "--check" in sys.argv:
            sys.stderr.write(f"{path.name}: run python docs/make_messages.py\n")
        else:
            path.write_text(files[path], encoding="utf-8")
    sys.stderr.writelines(f"no wording yet: {text}\n" for text in unworded)
    return 1 if unworded or (stale and "--check" in sys.argv) else 0


if __name__ == "__main__":
    sys.exit(main())
