# SPDX-License-Identifier: Apache-2.0
"""The result of a dossier: a file that a person names, or that a gateway hands back, is read, checked against
the dossier and kept as it came.
"""
