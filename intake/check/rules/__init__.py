# SPDX-License-Identifier: Apache-2.0
"""The rules of a procedure between the papers of a dossier (:class:`templates.model.rules.CrossRule`).

A module for what they look at; ``across`` calls them.
In: a rule, the catalogue and what the papers say. Out: findings.
"""
