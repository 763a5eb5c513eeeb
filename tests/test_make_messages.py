# SPDX-License-Identifier: Apache-2.0
"""``docs/make_messages.py``: wordings are kept, sorted and taken from both sides of a conflict."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent.parent / "docs" / "make_messages.py"
OURS = 'msgid "A"\nmsgstr "một"\n'
THEIRS = 'msgid ""\n"B\\n"\n"long"\nmsgstr "hai"\n'


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


def _strings(known: dict[str, Any]) -> dict[str, Any]:
    return {english: message.string for english, message in known.items()}


def test_both_sides_of_a_conflict_are_kept_even_where_git_cut_through_a_message(made: dict[str, Any]) -> None:
    text = (
        'msgid "0"\nmsgstr "không"\n\nmsgid ""\n<<<<<<< HEAD\n"A\\n"\n"long"\nmsgstr "một"\n'
        '||||||| base\n=======\n"B\\n"\n"long"\nmsgstr "hai"\n>>>>>>> mine\n\nmsgid "Z"\nmsgstr "cuối"\n'
    )
    assert _strings(made["wordings"](text)) == {"0": "không", "A\nlong": "một", "B\nlong": "hai", "Z": "cuối"}


def test_two_wordings_of_one_message_are_for_a_person_to_choose(made: dict[str, Any]) -> None:
    text = f"<<<<<<< HEAD\n{OURS}=======\n{OURS.replace('một', 'mốt')}>>>>>>> mine\n"
    with pytest.raises(made["TwoWordingsError"], match=r"'A'.*một.*mốt"):
        made["wordings"](text)


def _template(made: dict[str, Any], *messages: Any) -> Any:
    template = made["Catalog"]()
    for message in messages:
        template.add(message)
    return template


def test_wordings_are_kept_sorted_and_what_is_new_or_gone_shows(made: dict[str, Any]) -> None:
    known = made["wordings"](f"{THEIRS}\n# why so\n{OURS}")
    catalogue = made["updated"](_template(made, "B\nlong", "C", "A"), "vi", known)
    text = made["written"](catalogue)
    assert text.index('msgid "A"') < text.index('"B\\n"') < text.index('msgid "C"\nmsgstr ""')
    assert "# why so\n" in text
    assert list(made["missing"](catalogue)) == ["C"]


def test_a_message_that_gets_a_plural_keeps_its_wording_and_back(made: dict[str, Any]) -> None:
    plural = made["updated"](_template(made, ("A", "As")), "vi", made["wordings"](OURS))
    text = made["written"](plural)
    assert 'msgid_plural "As"\nmsgstr[0] "một"\n' in text
    assert made["written"](made["updated"](_template(made, "A"), "vi", made["wordings"](text))).endswith(OURS)


def test_a_message_of_many_keeps_its_wording_when_one_is_told_apart(made: dict[str, Any]) -> None:
    text = made["written"](made["updated"](_template(made, ("an A", "A")), "vi", made["wordings"](OURS)))
    assert 'msgid "an A"\nmsgid_plural "A"\nmsgstr[0] "một"\n' in text


def test_written_twice_a_catalogue_is_the_same_text(made: dict[str, Any]) -> None:
    template = _template(made, "A", ("one {n}", "many {n}"))
    first = made["written"](made["updated"](template, "vi", made["wordings"](OURS)))
    again = made["written"](made["updated"](template, "vi", made["wordings"](first)))
    assert again == first
    assert "Plural-Forms: nplurals=1; plural=0;" in first
