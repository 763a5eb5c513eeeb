# SPDX-License-Identifier: Apache-2.0
"""Training of the line reader's weights (ocr/line_reader.npz)."""
