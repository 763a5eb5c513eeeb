# SPDX-License-Identifier: Apache-2.0
"""A template drafted from a blank form, and tried on a scan. For those who write templates.

In: the words of a blank. Out: a draft, or how a template matched. Called by ``sohoa forms new`` and ``forms
try``.
"""
