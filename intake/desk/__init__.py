# SPDX-License-Identifier: Apache-2.0
"""The terminal of one dossier: console, questions, completion; ``commands`` and ``screens`` below it.

In: what a person typed. Out: text. Called by the front door.
"""
