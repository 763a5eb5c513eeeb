# SPDX-License-Identifier: Apache-2.0
"""The desk's pages in a real browser, and as a screen reader finds them."""
