# SPDX-License-Identifier: Apache-2.0
"""One module a command: arguments in, the room's work called, its result drawn."""
