# SPDX-License-Identifier: Apache-2.0
"""Two dossiers of one matter are found and known whatever one thing was misread; twins and others are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.check.doubles.likeness import OneMatter, one_matter
from intake.dossier.matter.keys import matter_keys
from intake.dossier.states import State
from templates.catalogue.loading import load_catalogue
from templates.catalogue.matters import Matter, load_matters, matter_of
from templates.language.folding import without_marks
from tests.support.dossiers.matters import (
    BIRTH,
    DEATH,
    MARRIAGE,
    MATTERS,
    SECOND,
    SINGLE,
    TWIN,
    swapped,
    told,
)

Values = Mapping[str, str]


def matter(procedure: str) -> Matter:
    found = matter_of(procedure)
    assert found is not None
    return found


def shares_a_key(procedure: str, one: Values, other: Values) -> bool:
    return bool(matter_keys(matter(procedure), one) & matter_keys(matter(procedure), other))


def likeness(procedure: str, one: Values, other: Values, **more: object) -> OneMatter:
    return one_matter(matter(procedure), told(one), told(other, SECOND, **more))  # type: ignore[arg-type]


def one_sign_read_wrong(text: str, at: int) -> str:
    """A digit becomes another digit, a letter another letter."""
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    place = places[at % len(places)]
    wrong = str((int(text[place]) + 1) % 10) if text[place].isdecimal() else "X"
    return f"{text[:place]}{wrong}{text[place + 1 :]}"


MISREADINGS: dict[str, Callable[[str, int], str]] = {
    "its marks": lambda text, _at: without_marks(text).upper(),
    "one sign": one_sign_read_wrong,
    "all of it": lambda _text, _at: "",
}


@settings(deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("procedure", MATTERS)
def test_no_single_misreading_hides_a_double(procedure: str, data: st.DataObject) -> None:
    values = MATTERS[procedure]
    key = data.draw(st.sampled_from(sorted(set(values) - {"child.sex", "deceased.sex", "purpose"})))
    misread = data.draw(st.sampled_from(sorted(MISREADINGS)))
    wrong = MISREADINGS[misread](values[key], data.draw(st.integers(0, 30)))
    again = {name: value for name, value in {**values, key: wrong}.items() if value}
    confidence = data.draw(st.sampled_from([0.3, 0.7, 0.995]))
    assert shares_a_key(procedure, values, again)
    assert likeness(procedure, values, again, unsure={key: confidence}) is OneMatter.DOUBLE


def test_a_name_that_was_hardly_read_hides_no_double() -> None:
    again = {**BIRTH, "child.full_name": "NGVYEN H0 M1NH"}
    assert likeness("1.001193", BIRTH, again, unsure={"child.full_name": 0.3}) is OneMatter.DOUBLE


@pytest.mark.parametrize("missing", [(), ("father.full_name",), ("mother.id_document", "father.full_name")])
def test_twins_are_no_doubles(missing: tuple[str, ...]) -> None:
    one, other = ({k: v for k, v in form.items() if k not in missing} for form in (BIRTH, TWIN))
    assert shares_a_key("1.001193", one, other)
    assert likeness("1.001193", one, other) is OneMatter.TWIN


def test_twins_of_another_sex_are_told_apart_though_their_names_differ_in_one_letter() -> None:
    sister = {**BIRTH, "child.full_name": "NGUYỄN HOÀNG MINH KHÔIN", "child.sex": "Nữ"}
    assert likeness("1.001193", BIRTH, sister) is OneMatter.TWIN


def test_whether_a_name_that_differs_in_a_mark_is_a_twin_s_a_person_says() -> None:
    assert likeness("1.001193", BIRTH, {**BIRTH, "child.full_name": "NGUYỄN HOÀNG MINH KHỞI"}) is (
        OneMatter.DOUBLE
    )


def test_brothers_and_sisters_are_others() -> None:
    for name in ("NGUYỄN HOÀNG MINH TUỆ", "NGUYỄN HOÀNG MINH KHÓI"):
        other = {**BIRTH, "child.full_name": name, "child.birth_date": "20/01/2024"}
        assert likeness("1.001193", BIRTH, other) is OneMatter.OTHER
    assert not shares_a_key("1.001193", BIRTH, {**TWIN, "child.birth_date": "20/01/2024", "child.sex": "Nam"})


def test_a_child_of_other_parents_with_the_same_name_and_day_is_another() -> None:
    others = {"mother.full_name": "LƯƠNG THỊ XUÂN", "father.full_name": "NGUYỄN BÁ CƯỜNG"}
    assert likeness("1.001193", BIRTH, {**BIRTH, "mother.id_document": "", **others}) is OneMatter.OTHER


@pytest.mark.parametrize("number", ["", "Căn cước số 036190777888"])
def test_so_is_one_of_surely_another_mother_where_no_father_is_named(number: str) -> None:
    alone = {key: value for key, value in BIRTH.items() if not key.startswith("father.")}
    name = {"mother.full_name": "LƯƠNG THỊ XUÂN"} if not number else {}
    other = {**alone, **name, "mother.id_document": number}
    assert likeness("1.001193", alone, other) is OneMatter.OTHER


def test_a_couple_is_the_same_in_each_other_s_place_and_another_with_another_bride() -> None:
    assert shares_a_key("1.000894", MARRIAGE, swapped(MARRIAGE))
    assert likeness("1.000894", MARRIAGE, swapped(MARRIAGE)) is OneMatter.DOUBLE
    sister = {
        **MARRIAGE,
        "bride.full_name": "LÊ THỊ DIỄM MY",
        "bride.birth_date": "03/11/2003",
        "bride.id_document": "001303000111",
    }
    assert likeness("1.000894", MARRIAGE, sister) is OneMatter.OTHER


def test_two_people_of_one_name_and_birthday_with_other_numbers_are_two() -> None:
    other = {**SINGLE, "subject.id_document": "079199888123"}
    assert likeness("1.004873", SINGLE, other) is OneMatter.OTHER


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"days": 20}, OneMatter.DOUBLE),
        ({"days": 200}, OneMatter.OTHER),
        ({"days": 20, "state": State.RESULT_ATTACHED}, OneMatter.OTHER),
    ],
)
def test_a_certificate_may_be_asked_for_again_later_or_once_it_was_handed_out(
    more: dict[str, object], expected: OneMatter
) -> None:
    assert likeness("1.004873", SINGLE, SINGLE, **more) is expected


def test_a_certificate_for_another_purpose_is_another_request() -> None:
    other = {**SINGLE, "purpose": "Chuyển nhượng quyền sử dụng đất"}
    assert likeness("1.004873", SINGLE, other) is OneMatter.OTHER


def test_a_death_is_registered_once_whenever_the_other_came() -> None:
    assert likeness("1.000656", DEATH, DEATH, days=900, state=State.RESULT_ATTACHED) is OneMatter.DOUBLE


def test_one_event_is_one_matter_by_whichever_procedure_and_anew_another() -> None:
    assert matter("1.001193") is matter("2.002621") is matter("1.000689")
    again, first = (matter_keys(matter(code), BIRTH) for code in ("1.004884", "1.001193"))
    assert again and first and not again & first


def test_parents_or_one_name_alone_make_no_key() -> None:
    parents = {key: value for key, value in BIRTH.items() if not key.startswith("child.")}
    assert not matter_keys(matter("1.001193"), parents)
    assert not matter_keys(matter("1.004873"), {"subject.full_name": SINGLE["subject.full_name"]})


def test_every_procedure_has_its_matter_and_every_field_named_stands_on_its_form() -> None:
    catalogue = load_catalogue()
    # What is certified may be asked for as often as somebody likes.
    registered = {code for code, procedure in catalogue.procedures.items() if not procedure.certification}
    assert set(load_matters().by_procedure) == registered
    for code, found in load_matters().by_procedure.items():
        edition = max(catalogue.procedure_named(code).editions, key=lambda one: one.since)
        fields = {key for form in edition.forms for key in catalogue.document_type(form).fields()}
        people = {key.partition(".")[0] for key in fields if key.endswith(".full_name")}
        assert {*found.about, *found.beside} <= people, code
        assert {*found.apart, *filter(None, (found.day,))} <= fields, code
