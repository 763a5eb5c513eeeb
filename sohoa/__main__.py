"""``python -m sohoa``."""

from sohoa import main

main()
