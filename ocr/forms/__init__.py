# SPDX-License-Identifier: Apache-2.0
"""A form's fields: classification, labels aligned with the template, what stands between them, ticks and
pen.

In: text lines and templates. Out: raw fields with their zones. Called by ``page`` and ``drafting``.
"""
