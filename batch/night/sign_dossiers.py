# SPDX-License-Identifier: Apache-2.0
"""The signing step: what waits to be sent is signed, where the office's key needs nobody beside it."""

from __future__ import annotations

from batch.night.context import Night
from batch.outbox.fatal import stops_the_run
from batch.sign.dossiers import sign_dossiers, to_sign
from batch.sign.errors import SignerError, SigningSetupError
from intake.settings.log import log, log_exception
from templates.language.messages import _


def sign_waiting(night: Night) -> None:
    """Sign all that wait to be sent; where the key can't be used, that is told (``night.unsigned``) and the
    run goes on.
    """
    try:
        if night.signer is None or not night.signer.works_alone:
            return
        dossiers = to_sign(night.store, None)
        with night.progress(_("Signing"), len(dossiers), unit=_("dossiers")) as advance:
            for one in sign_dossiers(night.store, dossiers, night.signer, who=night.who) if dossiers else ():
                if one.problem is not None:
                    log_exception("not-signed", one.problem, dossier=one.dossier, run=night.run_id)
                    night.unsigned.append(one.problem)
                advance(1)
    except (SignerError, SigningSetupError) as error:
        log().warning("not-signed", code=type(error).__name__, run=night.run_id)
        night.unsigned.append(error)
    except Exception as error:  # what nobody thought of does not keep the night from all that comes after
        if stops_the_run(error):
            raise
        log_exception("not-signed", error, run=night.run_id)
        night.unsigned.append(SignerError.failed())
