# SPDX-License-Identifier: Apache-2.0
"""What stands on the papers of a marriage and of a death, under the keys of the field list."""

from __future__ import annotations

from samples.answers import day, person_values
from samples.people import Couple, Death, Person


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
