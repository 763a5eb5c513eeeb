# SPDX-License-Identifier: Apache-2.0
"""Settings, secrets, log and clock: what a program is told before it begins.

In: TOML file, environment, options. Out: frozen ``Settings``. Read by desks, handed in below them.
"""
