# SPDX-License-Identifier: Apache-2.0
"""What a disk or a database complains of, told in the operator's words.

In: exceptions of a system, of SQLite or of PostgreSQL. Out: errors of :mod:`intake.errors`.
Called by whatever opens, reads or writes a store.
"""
