# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL that lives as long as who asked for it: for the tests, and for what is measured on both
databases.
"""
