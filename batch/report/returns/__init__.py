# SPDX-License-Identifier: Apache-2.0
"""Statistical returns: what a unit sends of a period to the office above it, and several as one sheet.

In come a unit's sheet of indicators and files of other units; out go a signed file without a dossier, a
person or a clerk in it, and a sheet that every output of a report can show. Called by ``sohoa report export``
and ``merge``.
"""
