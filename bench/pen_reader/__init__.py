# SPDX-License-Identifier: Apache-2.0
"""The reader of handwriting: its lines, its network, its training (``train``), its figures."""
