# SPDX-License-Identifier: Apache-2.0
"""A gateway that answers no questions of a kind: whoever asks must go on without the answer."""

from __future__ import annotations

from typing import Self

from batch.gateway.errors import GatewayError, step_word
from templates.language.messages import _


class UnansweredError(GatewayError):
    """The gateway answers no questions of this kind, now or later."""

    trouble = "unanswered"

    @classmethod
    def at(cls, step: str) -> Self:
        return cls(_("The gateway does not answer the question {step}.").format(step=step_word(step)))
