# SPDX-License-Identifier: Apache-2.0
"""What stands on the papers of a marriage, a death, a single person and a correction, by the field list."""

from __future__ import annotations

from samples.families.answers import day, person_values
from samples.families.people import Correction, Couple, Death, Person, Single


def marriage_form(couple: Couple) -> dict[str, str]:
    """The table of bride and groom."""
    return {
        "authority": couple.authority,
        **person_values("bride", couple.bride),
        "bride.marriage_order": "Lần thứ nhất",
        **person_values("groom", couple.groom),
        "groom.marriage_order": "Lần thứ nhất",
        "made.place": couple.made_place,
        "made.date": day(couple.made),
        "copies.wanted": "Có",
        "copies.count": "2",
    }


def _deceased(person: Person, death: Death) -> dict[str, str]:
    """What the form and the notice both say of the dead."""
    return {
        "deceased.full_name": person.name.upper(),
        "deceased.birth_date": day(person.born),
        "deceased.sex": person.sex,
        "deceased.ethnicity": person.ethnicity,
        "deceased.nationality": "Việt Nam",
        "deceased.id_document": person.document,
        "deceased.death_time": death.minute,
        "deceased.death_date": day(death.day),
        "deceased.death_cause": death.cause,
    }


def death_form(death: Death) -> dict[str, str]:
    """The registration form."""
    asker = death.asker
    return {
        "authority": death.authority,
        "requester.full_name": asker.name,
        "requester.birth_date": day(asker.born),
        "requester.residence": asker.home,
        "requester.id_document": asker.document,
        "requester.relation": death.relation,
        **_deceased(death.deceased, death),
        "deceased.last_residence": death.deceased.home,
        "deceased.death_place": death.place,
        "notice.number": death.notice_number,
        "notice.issuer": death.facility,
        "notice.date": day(death.day),
        "made.place": death.made_place,
        "made.date": day(death.made),
        "copies.wanted": "Có",
        "copies.count": "3",
    }


def death_notice(death: Death) -> dict[str, str]:
    """The hospital's notice, issued on the day of the death."""
    return {
        "facility_head": death.facility.upper(),
        "facility": death.facility,
        "number": death.notice_number,
        "book": death.notice_book,
        **_deceased(death.deceased, death),
        "deceased.residence": death.deceased.home,
        "deceased.personal_id": death.deceased.number,
        "issue_place": "Lạng Sơn",
        "issued_date": day(death.day),
    }


def marital_status_form(single: Single) -> dict[str, str]:
    """The form of one who asks for the own certificate."""
    return {
        "authority": single.authority,
        **_own(single.person),
        "subject.marital_status": single.status,
        "purpose": single.purpose,
        "made.place": single.made_place,
        "made.date": day(single.made),
    }


def correction_form(wrong: Correction) -> dict[str, str]:
    """The form of one who asks to have the own entry put right."""
    return {
        "authority": wrong.authority,
        **_own(wrong.person),
        "change_kind": wrong.kind,
        "registration.event": "khai sinh",
        "registration.place": wrong.authority,
        "registration.date": day(wrong.registered),
        "registration.number": wrong.number,
        "registration.book": wrong.book,
        "content": wrong.content,
        "reason": wrong.reason,
        "made.place": wrong.made_place,
        "made.date": day(wrong.made),
        "copies.wanted": "Có",
        "copies.count": "1",
    }


def wrong_birth_certificate(wrong: Correction) -> dict[str, str]:
    """The certificate with the mistake."""
    return {
        "number": wrong.number,
        **{f"child.{key}": value for key, value in _of_child(wrong).items()},
        **_parent("mother", wrong.mother),
        **_parent("father", wrong.father),
        "registration.place": wrong.authority,
        "registration.date": day(wrong.registered),
        "signer": wrong.signer,
    }


def _own(person: Person) -> dict[str, str]:
    """Requester and subject are one."""
    asker = {f"requester.{key}": value for key, value in _told(person).items()}
    subject = {f"subject.{key}": value for key, value in _told(person).items()}
    more = {
        "requester.relation": "Bản thân",
        "subject.sex": person.sex,
        "subject.ethnicity": person.ethnicity,
        "subject.nationality": "Việt Nam",
    }
    return {**asker, **subject, **more}


def _told(person: Person) -> dict[str, str]:
    return {
        "full_name": person.name,
        "birth_date": day(person.born),
        "residence": person.home,
        "id_document": person.document,
    }


def _of_child(wrong: Correction) -> dict[str, str]:
    person = wrong.person
    return {
        "full_name": person.name.upper(),
        "birth_date": day(person.born),
        "birth_date_words": wrong.words,
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "nationality": "Việt Nam",
        "birth_place": wrong.birth_place,
        "hometown": person.hometown,
    }


def _parent(role: str, person: Person) -> dict[str, str]:
    return {
        f"{role}.full_name": person.name,
        f"{role}.birth_date": day(person.born),
        f"{role}.ethnicity": person.ethnicity,
        f"{role}.nationality": "Việt Nam",
        f"{role}.residence": person.home,
    }
