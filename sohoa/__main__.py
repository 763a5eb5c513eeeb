# SPDX-License-Identifier: Apache-2.0
"""``python -m sohoa``."""

from sohoa import main

main()
