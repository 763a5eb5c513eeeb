# SPDX-License-Identifier: Apache-2.0
"""A package signed: what is signed goes out, what was signed stays signed, what changed is signed anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest

import batch.sign.package
from batch.outbox.push import Pushed, Pusher, due_dossiers
from batch.outbox.submission import submission_of
from batch.package.pack_work import PackagePlace, PackageSettings
from batch.package.package import SIGNED, build_package
from batch.package.plan import plan_package
from batch.package.store import keep_package
from batch.sign.dossiers import to_sign
from batch.sign.errors import SignerError, SigningError, SigningSetupError
from batch.sign.looking import signatures_in
from batch.store.outbox_rows import change
from intake.dossier.journal import What
from intake.dossier.sending import Sending
from intake.dossier.sending.outbox_words import PERHAPS_SENT
from intake.settings.signing import Unsigned
from intake.store.dossier.journal import events_of_many
from intake.store.journal_check import journals
from intake.store.queue.standing import waiting
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import SohoaError
from tests.support.desks.packing_desk import RECEIVED, WHO, Clock, choice, files_of
from tests.support.desks.queue_desk import row_of
from tests.support.desks.signing_desk import newest, repackage, sign
from tests.support.servers.scripted_gateway import ScriptedGateway
from tests.support.servers.signing_keys import OFFICE, PASSPHRASE, Credential, office, signing_settings


def pushed(
    store: Store, dossier: str, unsigned: Unsigned = "warn", gateway: ScriptedGateway | None = None
) -> Pushed:
    return Pusher(store, gateway or ScriptedGateway(), WHO, unsigned=unsigned).push(dossier, early=True)


def test_every_file_is_signed_and_what_goes_out_is_what_was_signed(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    before = newest(store, dossier)
    (done,) = sign(store, signing_settings(tmp_path / "key"), dossier)
    package = newest(store, dossier)
    assert done.package and done.package.id == package.id and package.number == before.number + 1
    folder = store.packages / dossier / SIGNED
    for file in files_of(dict(package.manifest)):
        data = (folder / file.file).read_bytes()
        assert data.startswith((store.packages / dossier / file.file).read_bytes())
        assert [(one.by, one.is_sound) for one in signatures_in(data)] == [(OFFICE, True)]
    with submission_of(store, dossier, row_of(store, dossier).package_id) as submission:
        assert submission.signed
        assert {file.path.parent for file in submission.files} == {folder}
    assert json.loads((folder / "manifest.json").read_bytes()) == package.manifest


def test_the_manifest_and_the_journal_say_by_which_certificate_and_when_and_no_value(
    store: Store, dossier: str, tmp_path: Path, clock: Clock
) -> None:
    key = newest(store, dossier).content_key
    sign(store, signing_settings(tmp_path / "key"), dossier)
    package, serial = newest(store, dossier), f"{office().certificate.serial_number:x}"
    at = clock().isoformat(timespec="seconds")
    who = {"by": OFFICE, "serial": serial, "issuer": "Ví Dụ CA", "at": at, "profile": "B-B"}
    assert (package.manifest["of"], package.manifest["signatures"]) == (key, [who])
    with store.read() as session:
        event = events_of_many(session, [dossier], What.PACKAGED)[dossier][-1]
        assert [found.differs for found in journals(session)] == [()]
    assert event.who == WHO and event.at == clock()
    assert event.data == {
        "number": 2,
        "folder": package.folder,
        "sha256": package.content_key,
        "certificate": serial,
        "profile": "B-B",
    }


@pytest.mark.long
def test_signing_again_changes_nothing_unless_it_is_asked_for(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    settings = signing_settings(tmp_path / "key")
    sign(store, settings, dossier)
    first = newest(store, dossier)
    (again,) = sign(store, settings, dossier)
    assert again.package is None and again.problem is None and newest(store, dossier) == first
    other = signing_settings(tmp_path / "other", office("Người khác"))
    sign(store, other, dossier, anew=True)
    package = newest(store, dossier)
    assert package.manifest["of"] == first.manifest["of"]
    assert package.manifest["signatures"][0]["by"] == "Người khác"
    (master,) = (file for file in files_of(dict(package.manifest)) if "portal" not in file.file)
    signed = (store.packages / dossier / SIGNED / master.file).read_bytes()
    assert [one.by for one in signatures_in(signed)] == ["Người khác"]


@pytest.mark.long
def test_what_a_killed_second_signing_left_is_signed_once_more(
    store: Store, dossier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = signing_settings(tmp_path / "key")
    sign(store, settings, dossier)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("batch.sign.package._record", Mock(side_effect=KeyboardInterrupt))
        sign(store, settings, dossier, anew=True)
    (done,) = sign(store, settings, dossier)
    assert done.package is not None
    assert pushed(store, dossier, "refuse").state == "sent"


def test_what_the_gateway_may_have_is_not_signed_before_a_person_looked_there(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    row = row_of(store, dossier)
    with store.write() as session:
        change(session, row.id, {"state": Sending.REFUSED, "trouble": PERHAPS_SENT})
    (done,) = sign(store, signing_settings(tmp_path / "key"), dossier)
    assert isinstance(done.problem, SigningError)
    after = row_of(store, dossier)
    assert (after.trouble, after.package_id) == (PERHAPS_SENT, row.package_id)


def test_an_unchanged_dossier_that_is_packaged_again_stays_signed(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    sign(store, signing_settings(tmp_path / "key"), dossier)
    signed = newest(store, dossier)
    repackage(store, dossier)
    assert newest(store, dossier) == signed
    assert row_of(store, dossier).package_id == signed.id
    assert pushed(store, dossier).unsigned is False


@pytest.mark.long
def test_signed_files_that_are_gone_or_damaged_are_made_unsigned_and_signed_again(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    settings = signing_settings(tmp_path / "key")
    sign(store, settings, dossier)
    victim = next((store.packages / dossier / SIGNED).glob("*.portal.pdf"))
    victim.write_bytes(victim.read_bytes()[:-1])
    assert pushed(store, dossier).trouble == "damaged-package"
    repackage(store, dossier)
    assert not newest(store, dossier).manifest.get("signatures")
    sign(store, settings, dossier)
    assert pushed(store, dossier).state == "sent"


def test_a_changed_dossier_is_unsigned_again_and_what_was_signed_is_set_aside(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    sign(store, signing_settings(tmp_path / "key"), dossier)
    signed = store.packages / dossier / SIGNED
    names = {path.name for path in signed.iterdir()}
    repackage(store, dossier, PackageSettings(name_template="{nn}_{kind}.pdf"))
    package = newest(store, dossier)
    assert not package.manifest.get("signatures") and row_of(store, dossier).package_id == package.id
    assert {path.name for path in signed.iterdir()} == {"superseded"}
    assert {path.name for path in (signed / "superseded").iterdir()} == names


def test_a_value_changed_after_signing_stops_the_package_as_before(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    settings = signing_settings(tmp_path / "key")
    sign(store, settings, dossier)
    with store.write() as session:
        store.set_form_values(session, dossier, [choice("child.sex", "Nữ")])
    assert pushed(store, dossier).trouble == "outdated-package"
    (refused,) = sign(store, settings, dossier, anew=True)
    assert isinstance(refused.problem, SigningError)


@pytest.mark.long
@pytest.mark.parametrize("step", ["keep", "put_in_place", "add_package"])
def test_killed_anywhere_signing_again_gives_the_right_end(
    store: Store, dossier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_args: object, **_named: object) -> None:
        raise Killed

    settings, before = signing_settings(tmp_path / "key"), newest(store, dossier)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        name = {"keep": "write_synced"}.get(step, step)
        patched.setattr(batch.sign.package, name, killed)
        sign(store, settings, dossier)
    assert newest(store, dossier) == before and row_of(store, dossier).package_id == before.id
    assert not list(store.packages.glob(".*.part"))
    sign(store, settings, dossier)
    assert pushed(store, dossier).state == "sent"
    assert {p.name for p in (store.packages / dossier / SIGNED).glob("*.pdf")} == {
        file.file for file in files_of(dict(newest(store, dossier).manifest))
    }


def test_one_that_is_already_sent_is_not_signed(store: Store, dossier: str, tmp_path: Path) -> None:
    assert pushed(store, dossier, "allow").state == "sent"
    (done,) = sign(store, signing_settings(tmp_path / "key"), dossier)
    assert done.problem is not None and dossier in done.problem.sentence


UNFIT: dict[str, Callable[[], Credential]] = {
    "expired": lambda: office("Hết hạn", end=RECEIVED),
    "not yet": lambda: office("Chưa có hiệu lực", start=RECEIVED + timedelta(days=1)),
    "only to encrypt": lambda: office("Chỉ mã hóa", uses=("key_encipherment",)),
}


@pytest.mark.parametrize("what", UNFIT)
def test_a_certificate_out_of_its_time_or_not_for_signing_signs_nothing(
    store: Store, dossier: str, tmp_path: Path, what: str
) -> None:
    before = newest(store, dossier)
    with pytest.raises(SignerError) as told:
        sign(store, signing_settings(tmp_path / "key", UNFIT[what]()), dossier)
    assert told.value.exit_code == 3
    assert newest(store, dossier) == before and not (store.packages / dossier / SIGNED).exists()


def test_a_wrong_passphrase_is_told_and_stands_nowhere(store: Store, dossier: str, tmp_path: Path) -> None:
    wrong = "sai-hoan-toan"
    settings = signing_settings(tmp_path / "key", password=wrong)
    with pytest.raises(SignerError) as told:
        sign(store, settings, dossier)
    error: BaseException | None = told.value
    assert isinstance(error, SohoaError) and error.__cause__ is None and error.__suppress_context__
    assert wrong not in f"{error} {error.sentence} {error.advice} {settings!r}"


def test_the_passphrase_stands_in_no_file_that_we_keep(store: Store, dossier: str, tmp_path: Path) -> None:
    sign(store, signing_settings(tmp_path / "key"), dossier)
    kept = [path.read_bytes() for path in store.home.rglob("*") if path.is_file()]
    assert kept and not any(PASSPHRASE.encode() in data for data in kept)


def test_without_a_signer_or_its_file_it_is_said_which_setting_is_missing(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    for wrong in ({"signer": ""}, {"signer": "magic"}, {"file": ""}, {"file": str(tmp_path / "none.p12")}):
        with pytest.raises(SigningSetupError) as told:
            sign(store, signing_settings(tmp_path / "key", **wrong), dossier)
        assert "signing." in told.value.sentence + told.value.advice


def test_a_portal_copy_that_would_be_too_large_with_its_signature_is_not_signed(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    largest = max(
        file.bytes for file in files_of(dict(newest(store, dossier).manifest)) if "portal" in file.file
    )
    tight = signing_settings(tmp_path / "key").model_copy(update={"portal_limit_mb": (largest + 1000) / 1e6})
    (done,) = sign(store, tight, dossier)
    assert isinstance(done.problem, SigningError) and "MB" in done.problem.sentence
    assert not newest(store, dossier).manifest.get("signatures")


@pytest.mark.parametrize(("unsigned", "state", "told"), [("allow", "sent", False), ("warn", "sent", True)])
def test_an_unsigned_package_goes_out_as_the_settings_say(
    store: Store, dossier: str, unsigned: Unsigned, state: str, told: bool
) -> None:
    result = pushed(store, dossier, unsigned)
    assert (result.state, result.unsigned) == (state, told)


def test_where_unsigned_ones_are_refused_it_waits_says_why_and_goes_out_once_signed(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    gateway = ScriptedGateway()
    result = pushed(store, dossier, "refuse", gateway)
    assert (result.state, result.trouble, result.set_aside) == (Sending.REFUSED, "unsigned", True)
    assert f"sohoa sign {dossier}" in result.sentence and gateway.issued == 0
    assert due_dossiers(store) == []
    sign(store, signing_settings(tmp_path / "key"), dossier)
    assert due_dossiers(store) == [dossier]
    assert pushed(store, dossier, "refuse", gateway).state == "sent"


def test_what_waited_for_a_signature_goes_out_where_none_is_asked_for_any_more(
    store: Store, dossier: str
) -> None:
    pushed(store, dossier, "refuse")
    assert due_dossiers(store, unsigned="warn") == [dossier]
    assert pushed(store, dossier, "warn").state == "sent"


def test_one_that_must_be_signed_waits_for_that_from_the_moment_it_is_packaged(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    with store.read() as session:
        plan = plan_package(store, session, store.get(session, dossier), load_catalogue())
    built = build_package(plan, PackagePlace(store.packages, store.objects), PackageSettings())
    keep_package(store, dossier, built, who=WHO, must_be_signed=True)
    assert due_dossiers(store) == []
    with store.read() as session:
        (standing,) = waiting(session, store.clock())
    assert standing.why(load_catalogue) == "chờ ký số" and f"sohoa sign {dossier}" in standing.until()
    assert to_sign(store, None) == [dossier]
    sign(store, signing_settings(tmp_path / "key"), dossier)
    keep_package(store, dossier, built, who=WHO, must_be_signed=True)
    assert due_dossiers(store) == [dossier] and to_sign(store, None) == []
