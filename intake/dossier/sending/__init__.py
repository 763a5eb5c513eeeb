# SPDX-License-Identifier: Apache-2.0
"""What goes out of the house, by the outbox or by mail: where it stands, how long it waits for its next try,
and what a clerk is told of both. Values and words, for the queues and for whoever shows them.
"""

from intake.dossier.sending.standing import Sending

__all__ = ["Sending"]
