# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL that lives as long as who asked for it.

In: where the server's programs lie. Out: a running server, its empty databases and their URLs; all of it is
gone when the caller ends or is killed. Called by tests (``tests/support/stores``) and by what is measured
on both databases (``bench.scale``).
"""
