"""Training of the leader eraser's weights (ocr/models/eraser.npz)."""
