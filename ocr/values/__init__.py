# SPDX-License-Identifier: Apache-2.0
"""Raw text → the value as stored, by its type, with how plausible it is; proposals of the lexicons beside
it.

In: a text and a field type. Out: ``Normalised`` (a value is never corrected), ``Proposal``. Pure. Called by
``forms``, ``cards``, ``born_digital`` and by the desk for what a person types.
"""
