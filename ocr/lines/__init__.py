# SPDX-License-Identifier: Apache-2.0
"""From ink to text lines: segmentation into stretches, words grouped into lines, and what a recogniser is.

In: ink masks and words. Out: stretches, lines, the contract that engines keep. Called by ``recognise`` and
above.
"""
