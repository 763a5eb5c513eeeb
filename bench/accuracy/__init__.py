# SPDX-License-Identifier: Apache-2.0
"""The accuracy run: generated pages of every kind, filling and condition, read as ``sohoa read`` does."""
