# SPDX-License-Identifier: Apache-2.0
"""Stores on both databases: migrated once and copied, of earlier programs, damaged, on small disks."""
