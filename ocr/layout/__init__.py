# SPDX-License-Identifier: Apache-2.0
"""What is printed on a form beside words – leaders, combs, footnote marks, ruling lines – found and taken
off.

In: working copies. Out: copies ready for the recogniser, and where the leaders were. Called by ``page``.
"""
