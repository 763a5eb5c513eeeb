# SPDX-License-Identifier: Apache-2.0
"""Stacks of several dossiers without cover sheets: drawn, read, cut, and how many pages came out right."""
