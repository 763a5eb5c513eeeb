# SPDX-License-Identifier: Apache-2.0
"""Training of the leader eraser's weights (ocr/models/eraser.npz)."""
