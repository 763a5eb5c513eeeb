# SPDX-License-Identifier: Apache-2.0
"""The working copy of a page: evenly lit, the right way up, level, at a known letter size.

In: H×W or H×W×3 uint8. Out: H×W uint8 and the homography back to the stored page. Called by ``layout`` and
``page``.
"""
