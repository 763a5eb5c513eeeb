"""Training of the leader eraser's weights (ocr/eraser.npz)."""
