# SPDX-License-Identifier: Apache-2.0
"""Every kind of paper has its template, and a template knows no field that the field list does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from templates.catalogue.loading import load_catalogue

# The project's field list: keys of each kind, in its notation. ``person`` and the blocks that all forms
# share are spelt out once.
PERSON = "full_name, birth_date, sex, ethnicity, nationality, residence, id_document"
UNSEXED = PERSON.replace("sex, ", "")
DEAD = (
    "deceased.{full_name, birth_date, sex, ethnicity, nationality, last_residence, id_document, death_time, "
    "death_date, death_place, death_cause}"
)
FILED = "registration.{place, date, number, book}"
CHILD = (
    "child.{full_name, birth_date, birth_date_words, sex, ethnicity, nationality, birth_place, hometown}; "
    "mother.{full_name, birth_date, ethnicity, nationality, residence, id_document}; "
    "father.{full_name, birth_date, ethnicity, nationality, residence, id_document}"
)
ANY_FORM = "authority; made.{place, date}; copies.{wanted, count}"
ASKED = "requester.{full_name, birth_date, residence, id_document, relation}"

FORMS = {
    "birth-registration": f"{CHILD}; marriage.{{number, book, date, place}}",
    "marriage-registration": f"bride.{{{UNSEXED}, marriage_order}}; groom.{{{UNSEXED}, marriage_order}}",
    "death-registration": f"{DEAD}; notice.{{number, issuer, date}}",
    "marital-status": f"subject.{{{PERSON}, marital_status}}; purpose; period.{{place, from, to}}",
    "extract-copy": f"event; subject.{{{PERSON}}}; {FILED}; other_info",
    "guardianship": f"guardian.{{{PERSON}}}; ward.{{{PERSON}}}; reason",
    "guardianship-end": f"guardian.{{{PERSON}}}; ward.{{{PERSON}}}; {FILED}; reason",
    "guardianship-supervision": f"supervisor.{{{PERSON}}}; organisation.{{name, founded, licence, address, "
    "representative, position, id_document}; supervised; extract.{number, date, place}; content",
    "parent-child": f"recognised.{{{PERSON}}}; claim; claimant.{{{PERSON}}}",
    "correction": f"change_kind; subject.{{{PERSON}}}; registration.event; {FILED}; content; reason",
    "re-registration-birth": f"{CHILD}; {FILED}; reason",
    "re-registration-marriage": f"wife.{{{UNSEXED}}}; husband.{{{UNSEXED}}}; {FILED}",
    "re-registration-death": f"{DEAD}; {FILED}",
    "marriage-note": f"bride.{{{UNSEXED}}}; groom.{{{UNSEXED}}}; history; "
    "registration.{place, number, date}",
    "divorce-note": f"event; subject.{{{PERSON}, residence_before_exit}}; marriage.place; "
    "spouse.{full_name, birth_date, sex, ethnicity, nationality, id_document}; "
    "basis.{title, number, issuer, date}",
    "civil-status-confirmation": "subject.{full_name, birth_date, sex, ethnicity, nationality, personal_id, "
    "id_document}; reason; content",
    "book-entry-birth": f"{CHILD}; registration.{{place, number, date}}",
    "book-entry-other": f"event; subject.{{{PERSON}}}; content; basis.{{title, number, issuer, date}}",
}
ISSUED = {
    "birth-notice": "number; mother.{full_name, birth_date, ethnicity, personal_id, residence, "
    "insurance_number}; father.full_name; child.{birth_time, birth_date, birth_place, sex, weight_g, "
    "intended_name, count}; attendant; issued_date",
    "death-notice": "number; book; facility; deceased.{full_name, birth_date, sex, ethnicity, nationality, "
    "residence, personal_id, id_document, death_time, death_date, death_cause}; issued_date",
    "id-card": "person.{personal_id, old_id, full_name, birth_date, sex, nationality, hometown, residence, "
    "issued_date, expiry_date, issuer}",
    "birth-certificate": "number; child.{full_name, birth_date, birth_date_words, sex, ethnicity, "
    "nationality, birth_place, hometown, personal_id}; "
    "mother.{full_name, birth_date, ethnicity, nationality, residence}; "
    "father.{full_name, birth_date, ethnicity, nationality, residence}; registration.{place, date}; signer",
    "marriage-certificate": f"number; wife.{{{UNSEXED}}}; husband.{{{UNSEXED}}}; signer; "
    "registration.{place, date}",
    "marital-status-certificate": f"number; subject.{{{PERSON}, marital_status}}; purpose; issued_date",
    "death-extract": "number; deceased.{full_name, birth_date, sex, ethnicity, nationality, personal_id, "
    "death_time, death_date, death_place}; registration.{place, date}",
    "authorisation": "number; date; principal.{full_name, birth_date, personal_id, residence}; "
    "agent.{full_name, birth_date, personal_id, residence}",
    **dict.fromkeys(
        ("witness-statement", "commitment", "court-decision", "divorce-extract",
         "residence-proof", "photo-id-other", "other"),
        "title; date; number",
    ),
}  # fmt: skip


def keys(notation: str) -> Iterator[str]:
    """``a; b.{c, d}`` → ``a``, ``b.c``, ``b.d``."""
    for part in notation.split("; "):
        role, _, group = part.partition(".{")
        yield from (f"{role}.{name}" for name in re.findall(r"\w+", group)) if group else (part,)


def listed(kind: str) -> set[str]:
    if kind in ISSUED:
        return set(keys(ISSUED[kind]))
    asked = "" if kind == "marriage-registration" else f"; {ASKED}"
    return set(keys(f"{FORMS[kind]}; {ANY_FORM}{asked}"))


@pytest.mark.parametrize("kind", [*FORMS, *ISSUED])
def test_a_template_knows_only_listed_fields(kind):
    assert set(load_catalogue().document_type(kind).fields()) <= listed(kind)


# Not on every form: the confirmation's requester may be an office, which has no birth date.
LEFT_OUT = {
    "requester.relation",
    "requester.birth_date",
    "copies.wanted",
    "copies.count",
    "registration.book",
}


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_asks_for_every_listed_field(kind):
    assert listed(kind) - set(load_catalogue().document_type(kind).fields()) <= LEFT_OUT


SEEN = {("birth-registration", "2015")}
"""Older prints that were compared with the official blank."""


@pytest.mark.parametrize("kind", FORMS)
def test_the_newest_print_of_a_form_is_verified_and_comes_first(kind):
    editions = load_catalogue().document_type(kind).editions
    assert (editions[0].id, editions[0].unverified) == ("2024", False)
    assert all(edition.unverified for edition in editions[1:] if (kind, edition.id) not in SEEN)


@pytest.mark.parametrize("kind", FORMS)
def test_notes_under_a_form_end_it(kind):
    for edition in load_catalogue().document_type(kind).editions:
        assert edition.skeleton[-1].closes


def test_every_field_has_a_name():
    catalogue = load_catalogue()
    fields = {key for paper in catalogue.document_types.values() for key in paper.fields()}
    assert {key for key in fields if catalogue.field_name(key, "vi") == key} == set()


def test_no_two_papers_share_a_title():
    papers = load_catalogue().document_types.values()
    titles = [title for paper in papers for title in paper.titles]
    assert len(titles) == len(set(titles))


def test_the_opinion_of_who_is_recognised_stands_on_the_older_prints_alone() -> None:
    """The blank of TT 04/2024/TT-BTP asks the present mother or father only."""
    editions = {
        one.id: {item.label for item in one.skeleton}
        for one in load_catalogue().document_type("parent-child").editions
    }
    asks = "Ý kiến của người được nhận"
    assert {name: asks in labels for name, labels in editions.items()} == {
        "2024": False,
        "2020": True,
        "2015": True,
    }
    assert all("Ý kiến của người hiện đang là mẹ hoặc cha" in labels for labels in editions.values())
