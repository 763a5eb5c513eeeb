# SPDX-License-Identifier: Apache-2.0
"""Tests: the same tree as the product, suites by behaviour beside it, shared parts in ``support``."""
