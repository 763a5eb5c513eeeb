# SPDX-License-Identifier: Apache-2.0
"""Dossiers of invented people: of every procedure, led to any state, spoilt one thing at a time."""
