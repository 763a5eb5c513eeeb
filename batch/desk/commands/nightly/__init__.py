# SPDX-License-Identifier: Apache-2.0
"""Commands around a night: when it begins by itself, and what it left in the morning."""
