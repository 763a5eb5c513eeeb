"""Training of the line reader's weights (ocr/line_reader.npz)."""
