# SPDX-License-Identifier: Apache-2.0
"""Completeness and rules of the procedure. Pure: facts in, findings out, each with its law.

In: ``DossierFacts``, procedure, catalogue, a time. Out: findings. Called by ``services`` and slips.
"""
