# SPDX-License-Identifier: Apache-2.0
"""Filling the form in: which value for each field, whose card it is, whether papers agree. Pure.

In: what was read. Out: chosen values with their sources and rivals. Called by ``check`` and ``services``.
"""
