# SPDX-License-Identifier: Apache-2.0
"""Printing and scanning by machine: wear, glass, photo, seals; a clean page becomes what a desk gets."""
