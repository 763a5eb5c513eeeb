# SPDX-License-Identifier: Apache-2.0
"""The door ``register-158``: a dossier as a row of an import file of the civil-status software."""

from batch.gateway.connectors.register_158.door import Register158, Register158Kind

__all__ = ["Register158", "Register158Kind"]
