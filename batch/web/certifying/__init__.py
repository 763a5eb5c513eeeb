# SPDX-License-Identifier: Apache-2.0
"""Certification in the browser: papers counted and entered, a line with what was said of it, the registers.

In: a ``PageVisit``. Out: a response. Called by ``batch.web.pages`` alone, which names its ``WAYS``.
"""
