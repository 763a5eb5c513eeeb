# SPDX-License-Identifier: Apache-2.0
"""The dossiers of the samples: which papers of which family, how scanned, and what a check must find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from bench.scanning.scan import Damage
from samples.families import cast, cast_other
from samples.printing import papers
from samples.printing.papers import Page
from samples.printing.strokes import Pen

BIRTH, MARRIAGE, DEATH = "1.001193", "1.000894", "1.000656"
STATUS, CORRECTION = "1.004873", "1.004859"
SHELVES = {
    BIRTH: "dossiers",
    MARRIAGE: "marriages",
    DEATH: "deaths",
    STATUS: "marital-statuses",
    CORRECTION: "corrections",
}


@dataclass(frozen=True, slots=True)
class Scan:
    """One file: its name (the ending chooses the format), pages, damage and resolution.

    ``exif_turn`` writes the picture turned, with the EXIF orientation that turns it back, as phones do.
    """

    name: str
    pages: tuple[Page, ...]
    damage: Damage
    dpi: int = 200
    exif_turn: bool = False


@dataclass(frozen=True, slots=True)
class Dossier:
    """A folder of scans (or one file) and the outcome expected of the check.

    ``missing`` names kinds of paper, ``contradictions`` rules of the procedure that must not hold;
    ``answers`` is what the citizen says to questions of the procedure that no paper decides.
    """

    name: str
    about: str
    scans: tuple[Scan, ...]
    complete: bool
    missing: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    one_file: bool = False
    procedure: str = BIRTH
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def shelf(self) -> str:
        """The folder below ``samples`` in which all dossiers of a procedure stand."""
        return SHELVES[self.procedure]


CLEAN = Damage(mode="colour", noise=0.8, blur_px=0.5, jpeg_quality=48, paper=(253, 253, 250), skew_deg=0.3)
GRAY = replace(CLEAN, mode="gray", noise=1.5, skew_deg=-0.5, contrast=0.9, jpeg_quality=45)
COPY = Damage(mode="bilevel", noise=4.0, blur_px=0.5, specks=25, skew_deg=0.4, threshold=165)
PHONE = Damage(
    mode="colour", noise=2.0, blur_px=0.7, shadow=0.4, contrast=0.88, paper=(246, 242, 232), jpeg_quality=45,
    perspective=0.045, skew_deg=-1.5,
)  # fmt: skip


@cache
def all_dossiers() -> tuple[Dossier, ...]:
    """Every dossier, in the order of their names."""
    return (
        _complete(), _without_notice(), _contradictory(), _upside_down(), _skewed(), _phone(), _penned(),
        _cards_only(), _one_file(), _marriage(), _death(), _status(), _correction(),
    )  # fmt: skip


def _complete() -> Dossier:
    family = cast.DU
    return Dossier(
        "01-day-du",
        "Everything is there and agrees: form (2024) and notes, birth notice, mother's card, marriage.",
        (
            Scan("1-to-khai.pdf", (papers.form(family), papers.form_notes()), CLEAN),
            Scan("2-giay-chung-sinh.pdf", (papers.notice(family),), replace(GRAY, skew_deg=0.6)),
            Scan("3-cccd-me.jpg", (papers.card(family.mother),), CLEAN),
            Scan("4-giay-chung-nhan-ket-hon.jpg", (papers.marriage(family),), GRAY),
        ),
        complete=True,
    )


def _without_notice() -> Dossier:
    family = cast.THIEU
    return Dossier(
        "02-thieu-giay-chung-sinh",
        "Form in the print of 2015, cards of both parents; the birth notice is missing.",
        (
            Scan("to-khai-2015.tif", (papers.form(family, "2015"),), COPY, 300),
            Scan("can-cuoc-me.jpg", (papers.card(family.mother),), CLEAN),
            Scan("cccd-cha.jpg", (papers.card(family.father),), GRAY),
        ),
        complete=False,
        missing=("birth-notice",),
    )


def _contradictory() -> Dossier:
    family = cast.MAU_THUAN
    form = papers.form(
        family,
        mother__full_name="Nguyễn Thị Nguyện",
        child__birth_date="18/10/2026",
        style=replace(papers.MACHINE, dots="under"),
    )
    return Dossier(
        "03-mau-thuan",
        "Mother's name and the birth date on the form differ from notice and card; digits differ from words.",
        (
            Scan("to-khai.jpg", (form,), GRAY),
            Scan("chung-sinh.jpg", (papers.notice(family),), CLEAN),
            Scan("cccd-me.jpg", (papers.card(family.mother),), CLEAN),
        ),
        complete=False,
        contradictions=("child-birth-date", "child-birth-date-in-words", "mother-name"),
    )


def _upside_down() -> Dossier:
    family = cast.LON_NGUOC
    upside = replace(COPY, turn=180, skew_deg=-0.7)
    pages = (papers.form(family, "2020"), papers.notice(family), papers.card(family.mother))
    return Dossier(
        "04-lon-nguoc",
        "One TIFF of three pages in black and white, all upside down; the form is the print of 2020.",
        (Scan("ho-so.tif", pages, upside, 300),),
        complete=True,
    )


def _skewed() -> Dossier:
    family = cast.NGHIENG
    return Dossier(
        "05-quet-lech",
        "Pages lay askew in the feeder; the papers are brought by a proxy with an authorisation.",
        (
            Scan("1.jpg", (papers.form(family),), replace(GRAY, skew_deg=5.5)),
            Scan("2.jpg", (papers.notice(family),), replace(GRAY, skew_deg=-4.2)),
            Scan("3-uy-quyen.jpg", (papers.authorisation(family),), replace(GRAY, skew_deg=3.1)),
            Scan("4-cccd-nguoi-yeu-cau.jpg", (papers.card(family.requester),), replace(GRAY, skew_deg=-2.4)),
        ),
        complete=True,
        answers={"authorised_relative": "no", "authorisation_certified": "yes"},
    )


def _phone() -> Dossier:
    family = cast.CHUP_ANH
    return Dossier(
        "06-chup-dien-thoai",
        "Photographed with a phone: perspective, uneven light, one picture turned by EXIF only.",
        (
            Scan(
                "IMG_0412.jpg",
                (papers.form(family, style=replace(papers.MACHINE, value_face="sans", value_size=11.5)),),
                PHONE,
                210,
            ),
            Scan(
                "IMG_0413.jpg",
                (papers.notice(family),),
                replace(PHONE, skew_deg=1.2, shadow=0.5),
                190,
                exif_turn=True,
            ),
            Scan("IMG_0414.jpg", (papers.card(family.mother),), replace(PHONE, shadow=0.25), 200),
        ),
        complete=True,
    )


def _penned() -> Dossier:
    family = cast.VIET_TAY
    return Dossier(
        "07-viet-tay",
        "The form is filled by pen; notice and cards are printed.",
        (
            Scan("to-khai.jpg", (papers.form(family, pen=Pen(wild=0.65)),), CLEAN),
            Scan("giay-chung-sinh.jpg", (papers.notice(family),), GRAY),
            Scan("can-cuoc-me.jpg", (papers.card(family.mother),), CLEAN),
        ),
        complete=False,
    )


def _cards_only() -> Dossier:
    family = cast.CHI_THE
    faint = replace(GRAY, blur_px=1.6, contrast=0.5, noise=5.0, jpeg_quality=30)
    pen = Pen(wild=1.0, fade=0.45, ink=(70, 70, 80))
    return Dossier(
        "08-chi-doc-duoc-the-va-giay-chung-sinh",
        "The form is penned, faint and blurred; only the cards and the birth notice can be read.",
        (
            Scan("1-to-khai-mo.jpg", (papers.form(family, pen=pen),), faint, 150),
            Scan("2-giay-chung-sinh.jpg", (papers.notice(family),), GRAY),
            Scan("3-cccd-me.jpg", (papers.card(family.mother),), CLEAN),
            Scan("4-cccd-cha.jpg", (papers.card(family.father),), CLEAN),
        ),
        complete=False,
    )


def _one_file() -> Dossier:
    family = cast.MOT_TAP
    pages = (
        papers.form(family, "2020"),
        papers.notice(family),
        papers.card(family.father),
        papers.other(family),
    )
    return Dossier(
        "09-mot-tap.pdf",
        "All papers in one PDF, with a water bill among them.",
        (Scan("09-mot-tap.pdf", pages, replace(GRAY, skew_deg=0.9)),),
        complete=True,
        one_file=True,
    )


def _marriage() -> Dossier:
    couple = cast_other.KET_HON
    return Dossier(
        "10-ket-hon",
        "A marriage: the form with its table, cards of bride (2021) and groom (2024).",
        (
            Scan("1-to-khai-ket-hon.jpg", (papers.marriage_form(couple),), GRAY),
            Scan("2-cccd-ben-nu.jpg", (papers.card(couple.bride, scale=1.3),), GRAY),
            Scan("3-can-cuoc-ben-nam.jpg", (papers.card(couple.groom, scale=1.3),), GRAY),
        ),
        complete=True,
        procedure=MARRIAGE,
    )


def _death() -> Dossier:
    death = cast_other.KHAI_TU
    return Dossier(
        "11-khai-tu",
        "A death in hospital: form, death notice, card of the daughter who brings them.",
        (
            Scan("1-to-khai-khai-tu.jpg", (papers.death_form(death),), replace(GRAY, jpeg_quality=35)),
            Scan("2-giay-bao-tu.pdf", (papers.death_notice(death),), replace(GRAY, skew_deg=0.5)),
            Scan("3-cccd-nguoi-yeu-cau.jpg", (papers.card(death.asker, scale=1.3),), GRAY),
        ),
        complete=True,
        procedure=DEATH,
    )


def _status() -> Dossier:
    single = cast_other.XAC_NHAN
    return Dossier(
        "12-tinh-trang-hon-nhan",
        "A single man asks for his certificate of marital status: form and card (2024).",
        (
            Scan("1-to-khai.jpg", (papers.marital_status_form(single),), replace(GRAY, jpeg_quality=35)),
            Scan("2-the-can-cuoc.jpg", (papers.card(single.person, scale=1.3),), GRAY),
        ),
        complete=True,
        procedure=STATUS,
        answers={"earlier_certificate": "none"},
    )


def _correction() -> Dossier:
    wrong = cast_other.CAI_CHINH
    return Dossier(
        "13-cai-chinh",
        "The mother's year of birth is wrong in a birth entry: form, the certificate, the card.",
        (
            Scan("1-to-khai-cai-chinh.jpg", (papers.correction_form(wrong),), replace(GRAY, jpeg_quality=35)),
            Scan("2-giay-khai-sinh.jpg", (papers.wrong_birth_certificate(wrong),), GRAY),
            Scan("3-cccd.jpg", (papers.card(wrong.person, scale=1.3),), GRAY),
        ),
        complete=True,
        procedure=CORRECTION,
    )
