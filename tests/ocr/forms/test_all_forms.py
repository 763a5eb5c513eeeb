# SPDX-License-Identifier: Apache-2.0
"""Every citizen form, typed as its official print stands: the kind is known and each value goes to its own
field.
"""

from __future__ import annotations

import pytest

from ocr.forms.classify import match_kind
from templates.catalogue.loading import load_catalogue
from tests.support.pages.typed_family_forms import FAMILY_FORMS
from tests.support.pages.typed_forms import LETTER_PX, typed_lines, typed_values
from tests.support.pages.typed_other_forms import OTHER_FORMS

FILLED = FAMILY_FORMS | OTHER_FORMS


@pytest.mark.parametrize("kind", FILLED)
def test_every_value_goes_to_its_own_field(kind: str) -> None:
    text, wanted = FILLED[kind]
    assert typed_values(text, kind, "2024") == wanted


@pytest.mark.parametrize("kind", FILLED)
def test_the_kind_is_known_by_title_and_skeleton(kind: str) -> None:
    match = match_kind(typed_lines(FILLED[kind][0]), load_catalogue().document_types.values(), LETTER_PX)
    assert match is not None
    assert (match.paper.kind, match.edition and match.edition.id) == (kind, "2024")
    assert match.confidence > 0.9


@pytest.mark.parametrize("kind", FILLED)
def test_the_kind_is_known_though_the_title_is_cut_off(kind: str) -> None:
    lines = [line for line in typed_lines(FILLED[kind][0]) if not line.text.isupper()]
    match = match_kind(lines, load_catalogue().document_types.values(), LETTER_PX)
    assert match is not None
    assert match.paper.kind == kind
