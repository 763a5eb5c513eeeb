# SPDX-License-Identifier: Apache-2.0
"""What stands on each paper of a family, under the keys of the field list (and a few of print only)."""

from __future__ import annotations

from datetime import date

from samples.families.people import Family, Person


def day(value: date) -> str:
    """DD/MM/YYYY."""
    return value.strftime("%d/%m/%Y")


def person_values(role: str, person: Person) -> dict[str, str]:
    """A grown-up as the forms ask for one."""
    return {
        f"{role}.full_name": person.name,
        f"{role}.birth_date": day(person.born),
        f"{role}.ethnicity": person.ethnicity,
        f"{role}.nationality": "Việt Nam",
        f"{role}.residence": person.home,
        f"{role}.id_document": person.document,
    }


def birth_form(family: Family) -> dict[str, str]:
    """The registration form, any print; a print without a label simply does not use the value."""
    child, asker, marriage = family.child, family.requester, family.marriage
    values = {
        "authority": family.authority,
        "requester.full_name": asker.name,
        "requester.birth_date": day(asker.born),
        "requester.residence": asker.home,
        "requester.id_document": asker.document,
        "requester.relation": family.relation,
        "child.full_name": child.name,
        "child.birth_date": day(child.born),
        "child.birth_date_words": child.words,
        "child.sex": child.sex,
        "child.ethnicity": family.father.ethnicity,
        "child.nationality": "Việt Nam",
        "child.birth_place": child.place,
        "child.hometown": family.father.hometown,
        "made.place": family.made_place,
        "made.date": day(family.made),
        "copies.wanted": "Có",
        "copies.count": "3",
    }
    if marriage:
        values |= {
            "marriage.number": marriage.number,
            "marriage.book": marriage.book,
            "marriage.date": day(marriage.day),
            "marriage.place": marriage.place,
        }
    return values | person_values("mother", family.mother) | person_values("father", family.father)


def birth_notice(family: Family) -> dict[str, str]:
    """The hospital's notice, issued two days after the birth."""
    child, mother = family.child, family.mother
    return {
        "facility": family.facility,
        "issue_place": family.made_place,
        "number": family.notice_number,
        "mother.full_name": mother.name.upper(),
        "mother.birth_date": day(mother.born),
        "mother.ethnicity": mother.ethnicity,
        "mother.personal_id": mother.number,
        "mother.residence": mother.home,
        "mother.insurance_number": family.insurance,
        "father.full_name": family.father.name.upper(),
        "child.birth_time": child.minute,
        "child.birth_date": day(child.born),
        "child.birth_place": child.place,
        "child.count": "1",
        "child.sex": child.sex,
        "child.weight_g": str(child.weight_g),
        "child.intended_name": child.name.upper(),
        "attendant": family.attendant,
        "issued_date": day(date.fromordinal(child.born.toordinal() + 2)),
    }


def marriage_certificate(family: Family) -> dict[str, str]:
    """The parents' marriage certificate."""
    marriage = family.marriage
    if marriage is None:
        raise ValueError("this family has no marriage")
    return {
        "number": marriage.number,
        "registration.place": marriage.place,
        "registration.date": day(marriage.day),
        "signer": marriage.signer,
        "wife_name": family.mother.name,
        "husband_name": family.father.name,
        **person_values("wife", family.mother),
        **person_values("husband", family.father),
    }


def authorisation(family: Family) -> dict[str, str]:
    """The father's authorisation of the person who brings the papers."""
    proxy, father = family.requester, family.father
    return {
        "number": "07",
        "date": day(family.made),
        "place": family.authority,
        "principal.full_name": father.name,
        "principal.birth_date": day(father.born),
        "principal.personal_id": father.number,
        "principal.residence": father.home,
        "agent.full_name": proxy.name,
        "agent.birth_date": day(proxy.born),
        "agent.personal_id": proxy.number,
        "agent.residence": proxy.home,
    }


def other(family: Family) -> dict[str, str]:
    """A page that has nothing to do with the birth."""
    return {"customer": family.father.name, "address": family.father.home, "code": "KH0047219"}


_PRINT_ONLY = {
    "facility", "facility_head", "issue_place", "remark", "wife_name", "husband_name", "place",
    "customer", "address", "code", "office_head", "signer_name", "registration_number", "applicant",
    "declarant", "declarant_document", "claimed", "delivery", "admitted", "admitted_time",
    "who_name", "who_born", "who_home", "other_name", "paper_name", "paper_office", "court_head",
}  # fmt: skip
_FIELD_ON = {("death-notice", "facility")}


def is_field(kind: str, key: str) -> bool:
    """Whether a value of a paper belongs into the truth of its kind."""
    return kind != "other" and (key not in _PRINT_ONLY or (kind, key) in _FIELD_ON)
