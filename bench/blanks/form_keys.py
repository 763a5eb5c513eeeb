# SPDX-License-Identifier: Apache-2.0
"""Which field each leader run of an official blank belongs to, in reading order.

Written by hand from the blanks, for making test pages only; the reader has its own description of the forms.
``:d :m :y :H :M`` are the parts of a date or time; ``+`` continues the field before; ``-`` is not a field.
"""

from __future__ import annotations

_ASKER = "authority requester.full_name requester.birth_date requester.residence + requester.id_document + "
_MADE = " made.place made.date:d made.date:m made.date:y"
_COPIES = " - copies.count"


def _all(who: str, names: str) -> str:
    return " ".join(f"{who}.{name}" for name in names.split())


def _person(who: str) -> str:
    return _all(who, "full_name birth_date sex ethnicity nationality residence") + f" + {who}.id_document + "


def _parent(who: str, rest: str) -> str:
    return " " + _all(who, "full_name birth_date ethnicity nationality residence") + " +" + rest.format(who)


def _spouse(who: str) -> str:
    return _all(who, "full_name birth_date ethnicity nationality residence") + f" + {who}.id_document + "


_CHILD = (
    "child.full_name child.birth_date child.birth_date_words + child.sex child.ethnicity child.nationality"
)
_DEAD = (
    "deceased.full_name deceased.birth_date deceased.sex deceased.ethnicity deceased.nationality "
    "deceased.last_residence + deceased.id_document + deceased.death_time:H deceased.death_time:M "
    "deceased.death_date:d deceased.death_date:m deceased.death_date:y deceased.death_place + "
    "deceased.death_cause "
)

KEYS: dict[str, str] = {
    "birth-registration": _ASKER
    + "requester.relation "
    + _CHILD
    + " child.birth_place + child.hometown"
    + _parent("mother", " {}.id_document")
    + _parent("father", " {}.id_document")
    + " marriage.number marriage.book marriage.date:d marriage.date:m marriage.date:y marriage.place"
    + _MADE
    + _COPIES,
    "birth-registration-2015": "authority requester.full_name requester.id_document requester.residence + "
    "requester.relation child.full_name child.birth_date child.birth_date_words + child.birth_place "
    "child.sex child.ethnicity child.nationality child.hometown"
    + _parent("father", "")
    + _parent("mother", "")
    + _MADE
    + " -",
    "death-registration": _ASKER
    + "requester.relation "
    + _DEAD
    + "notice.number notice.issuer + notice.date:d notice.date:m notice.date:y"
    + _MADE
    + " copies.count -",
    "extract-copy": _ASKER
    + "requester.relation event "
    + _person("subject")
    + "registration.place + registration.date:d registration.date:m registration.date:y registration.number "
    "registration.book + other_info + + copies.count" + _MADE,
    "guardianship": _ASKER + _person("guardian") + _person("ward") + "reason + +" + _MADE + " copies.count -",
    "guardianship-end": _ASKER
    + _person("guardian")
    + _person("ward")
    + "registration.place registration.date:d registration.date:m registration.date:y registration.number "
    "registration.book reason +" + _MADE + " -",
    "guardianship-supervision": "authority requester.full_name requester.birth_date requester.id_document "
    "requester.residence supervisor.full_name supervisor.birth_date supervisor.sex supervisor.ethnicity "
    "supervisor.nationality supervisor.id_document supervisor.residence "
    "organisation.name organisation.founded "
    "organisation.licence organisation.address organisation.representative organisation.position "
    "organisation.id_document supervised extract.number extract.date:d extract.date:m extract.date:y "
    "extract.place "
    "- content",
    "marital-status": _ASKER
    + "requester.relation "
    + _person("subject")
    + "subject.marital_status + + + + purpose + + + +"
    + _MADE
    + " -",
    "parent-child": _ASKER
    + "requester.relation "
    + _person("recognised")
    + "claim "
    + _person("claimant")
    + "-"
    + _MADE
    + _COPIES,
    "re-registration-birth": _ASKER
    + "requester.relation "
    + _CHILD
    + " child.birth_place child.hometown"
    + _parent("mother", " {}.id_document")
    + _parent("father", " {}.id_document")
    + " registration.place registration.number registration.book registration.date:d registration.date:m "
    "registration.date:y" + _MADE + _COPIES,
    "re-registration-death": _ASKER
    + "requester.relation "
    + _DEAD
    + "registration.place registration.date:d registration.date:m registration.date:y registration.number "
    "registration.book" + _MADE + " -",
    "re-registration-marriage": _ASKER
    + _spouse("wife")
    + _spouse("husband")
    + "registration.place + registration.date:d registration.date:m registration.date:y registration.number "
    "registration.book" + _MADE + _COPIES,
}


_OPEN_ASKER = _ASKER.replace(" +", "")

_DATED = "{0}:d {0}:m {0}:y"


def _subject(rest: str) -> str:
    return _all("subject", "full_name birth_date sex ethnicity nationality " + rest) + " "


_BASIS = "basis.title basis.number basis.issuer + " + _DATED.format("basis.date")
OPEN_KEYS: dict[str, str] = {  # blanks whose leaders are lost in part: leaders and open places together
    "correction": _OPEN_ASKER
    + "requester.relation change_kind - "
    + _subject("residence id_document")
    + "registration.event registration.place registration.date:d registration.date:m registration.date:y "
    "registration.number registration.book content reason copies.count" + _MADE + " - - -",
    "civil-status-confirmation": "authority requester.full_name requester.residence requester.id_document "
    "requester.relation - "
    + _subject("personal_id id_document")
    + "reason content"
    + _MADE
    + " - copies.count - -",
    "divorce-note": _OPEN_ASKER
    + "requester.relation event - "
    + _subject("id_document residence residence_before_exit")
    + "marriage.place - - "
    + _all("spouse", "full_name birth_date sex ethnicity nationality id_document")
    + f" {_BASIS}"
    + _MADE
    + " copies.count - -",
    "marriage-note": _OPEN_ASKER
    + "- bride.full_name groom.full_name bride.birth_date groom.birth_date bride.ethnicity bride.nationality "
    "groom.ethnicity groom.nationality bride.residence groom.residence bride.id_document groom.id_document "
    "registration.place + registration.number registration.date:d registration.date:m registration.date:y "
    "history" + _MADE + _COPIES,
    "book-entry-other": _OPEN_ASKER
    + "event - subject.full_name subject.birth_date subject.sex + subject.ethnicity subject.nationality "
    "subject.residence subject.id_document content " + _BASIS + _MADE + _COPIES + " -",
    "book-entry-birth": _OPEN_ASKER
    + "- "
    + _CHILD
    + " child.birth_place child.hometown "
    + _all("mother", "full_name birth_date ethnicity nationality residence id_document ")
    + " "
    + _all("father", "full_name birth_date ethnicity nationality residence id_document ")
    + " registration.place registration.number registration.date:d registration.date:m registration.date:y"
    + _MADE
    + _COPIES,
}
TABLE_KEYS = "full_name birth_date ethnicity nationality residence id_document marriage_order"
FORMS = (*KEYS, *OPEN_KEYS, "marriage-registration")


def keys_of(form: str) -> list[str]:
    """The key of every leader run (and open place) on page 1 of ``form`` (file stem), in order."""
    if form == "marriage-registration":
        return f"authority{_MADE} - -".split()
    return (KEYS.get(form) or OPEN_KEYS[form]).split()


def cell_keys() -> list[str]:
    """The keys of the cells of the marriage form's table, row by row, bride before groom."""
    return [f"{who}.{name}" for name in TABLE_KEYS.split() for who in ("bride", "groom")]
