# SPDX-License-Identifier: Apache-2.0
"""Papers drawn or typed here: scans, cards, PDFs whole and spoilt, and what a file holds when read back."""
