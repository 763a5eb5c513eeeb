# SPDX-License-Identifier: Apache-2.0
"""What an answer means: done, later again, not this dossier, or a person must change something.

An HTTP status and a code inside the body count alike, since some gateways answer every failure with 200 and
others every refusal with 500. Only what names a field, or refuses a dossier or a file in words, is final;
whatever may be the gateway's own trouble is tried again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from batch.gateway.answers import LONGEST_CODE, Answer, field, text
from batch.gateway.contract import FieldMessage
from batch.gateway.errors import (
    AlreadyThereError,
    AskedToWaitError,
    BadAnswerError,
    ForbiddenError,
    GatewayError,
    GatewayTroubleError,
    LostNumberError,
    LostUploadsError,
    NoNumberError,
    OversizeError,
    RefusedError,
)
from batch.gateway.protocol.models import AnswerTerms
from batch.gateway.protocol.refusals import messages_in, says_any
from templates.language.messages import _

# RFC 9110, 8470, 6585: not found (a path that is being moved), time-out, too early, too many requests.
_LATER_WHATEVER_IT_SAYS = (408, 425)
_NOT_FOUND, _CONFLICT, _TOO_LARGE, _TOO_MANY = 404, 409, 413, 429
_NO_RIGHT = (401, 403)
# The steps at which the gateway has looked at the dossier or at one of its files.
_JUDGING = ("upload", "submit")
# Where a no in words is final: there, and where it will not say what it has.
_REFUSING = (*_JUDGING, "find-upload")


def verdict(spec: AnswerTerms, step: str, answer: Answer) -> Any:
    """The body of an answer that says yes.

    Raises:
        GatewayError: of the class that the answer means, with the time that the gateway asks us to wait.
    """
    said = text(field(answer.body, spec.errors.code), LONGEST_CODE)
    if answer.is_success and answer.body is not None and _says_yes(spec, answer.body, said):
        return answer.body
    error = _meaning(spec, step, answer, said)
    error.retry_after_s = answer.retry_after_s
    raise error


def _says_yes(spec: AnswerTerms, body: Any, said: str) -> bool:
    if said in spec.errors.ok:
        return True
    if _says_done(spec, body) and not _names_a_failure(said):
        return True
    return not said and not spec.errors.always_coded


def _says_done(spec: AnswerTerms, body: Any) -> bool:
    """Whether the whole sentence is one of those that say yes, and no complaint stands beside it."""
    words = text(field(body, spec.errors.message)).lower()
    return bool(spec.errors.done and re.fullmatch(spec.errors.done, words)) and not field(
        body, spec.errors.errors
    )


def _names_a_failure(said: str) -> bool:
    """Whether a code says no by itself: one below 0, or that of an HTTP failure."""
    return said.startswith("-") or (len(said) == 3 and said.isdigit() and not said.startswith("2"))


def codes_of(spec: AnswerTerms, answer: Answer) -> frozenset[int]:
    """The failures that an answer names: its HTTP status, and a code like one in the body."""
    said = text(field(answer.body, spec.errors.code), LONGEST_CODE)
    inside = {int(said)} if said.isascii() and said.isdigit() and len(said) == 3 else set()
    return frozenset({code for code in {answer.status} | inside if not 200 <= code < 300})


def _meaning(spec: AnswerTerms, step: str, answer: Answer, said: str) -> GatewayError:
    if 300 <= answer.status < 400:
        return BadAnswerError.moved(step)
    if answer.is_success and (answer.body is None or spec.taken(answer.body)):
        # A code that is no yes beside what only a yes brings (the number taken) refuses nothing.
        return BadAnswerError.nonsense(step)
    if answer.is_success and not said:
        return BadAnswerError.nonsense(step)  # without its code it is no answer of this protocol
    codes, messages = codes_of(spec, answer), messages_in(spec, answer.body)
    known = _by_code(step, codes) or _by_words(spec, step, codes, messages)
    return known or _refusal_or_trouble(spec, step, codes, messages, said)


def _by_code(step: str, codes: frozenset[int]) -> GatewayError | None:
    """What a code says by itself, whatever words come with it."""
    if _TOO_MANY in codes:
        return AskedToWaitError.at(step)
    if codes & set(_NO_RIGHT):
        return ForbiddenError.at(step)
    if _TOO_LARGE in codes and step == "upload":
        return OversizeError.file("?")
    later = codes & set(_LATER_WHATEVER_IT_SAYS)
    return GatewayTroubleError.status(step, min(later)) if later else None


def _by_words(
    spec: AnswerTerms, step: str, codes: frozenset[int], messages: Sequence[FieldMessage]
) -> GatewayError | None:
    """What has a way out of its own: there already, or lost there."""
    ours, files = spec.number_names(), spec.file_names()
    others = [m for m in messages if m.field and _last(m.field) not in ours]
    unknown = any(_last(m.field) in ours and m.kind == "unknown-code" for m in messages)
    if step == "status" and (unknown or says_any(spec.errors.absent, messages)):
        return LostNumberError.of()
    if step == "submit" and unknown:
        return LostNumberError.of()
    if step == "submit" and messages and all(_lost_file(m, files) for m in messages):
        return LostUploadsError.of(len(messages))
    there = _CONFLICT in codes or says_any(spec.errors.already, messages)
    return AlreadyThereError.at(step) if step in _JUDGING and there and not others else None


def _lost_file(message: FieldMessage, files: frozenset[str]) -> bool:
    return _last(message.field) in files and message.kind in ("unknown-code", "wrong-hash")


def _last(name: str) -> str:
    """The name itself of a dotted one, in the case in which names are compared."""
    return name.rsplit(".", 1)[-1].lower()


def _refusal_or_trouble(
    spec: AnswerTerms, step: str, codes: frozenset[int], messages: Sequence[FieldMessage], said: str
) -> GatewayError:
    may_pass = [code for code in codes if code == _NOT_FOUND or code >= 500]
    if may_pass and not _names_a_field(spec, messages):
        return GatewayTroubleError.status(step, min(may_pass))
    # A bare code leaves nobody anything to correct, and may be the gateway's own trouble.
    reasons = messages or ([_without_words(said)] if said and step not in _JUDGING else [])
    if reasons and step in _REFUSING:
        return RefusedError.because(reasons)
    if step == "number" and (messages or said):
        return NoNumberError.because(text(" ".join(m.text or m.field for m in messages) or said))
    return GatewayTroubleError.status(step, min(codes)) if codes else GatewayTroubleError.coded(step, said)


def _names_a_field(spec: AnswerTerms, messages: Iterable[FieldMessage]) -> bool:
    """Whether a complaint is about what we sent: a field of the protocol, or one that fits a known shape."""
    names = {name.lower() for name in spec.field_names()}
    return any(m.field and (m.kind != "other" or _last(m.field) in names) for m in messages)


def _without_words(said: str) -> FieldMessage:
    return FieldMessage("", "", "other", None, _("no reason given, only the code {code}").format(code=said))
