# SPDX-License-Identifier: Apache-2.0
"""Whose papers lie in the dossier: whether all of them speak of the same people, and belong to its procedure.

In: the readings of all papers and what persons decided. Out: findings, each a question that a person settles.
"""
