# SPDX-License-Identifier: Apache-2.0
"""``sohoa forms …``: looking at the data files, checking them, taking over a bundle; options all commands
share.

In: what a person typed. Out: text on the screen. Called by the front door; other rooms' desks may share its
options.
"""
