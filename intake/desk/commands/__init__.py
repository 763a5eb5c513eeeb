# SPDX-License-Identifier: Apache-2.0
"""One module a command: arguments in, a service called, its result drawn."""
