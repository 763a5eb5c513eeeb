# SPDX-License-Identifier: Apache-2.0
"""Printing and scanning by machine: wear, glass, photo, seals.

In: a clean page and a seeded random source. Out: what a desk gets of it, a scan or a photo, in a named
condition. Called by all that draws pages: ``samples.printing``, the bench, the tests.
"""
