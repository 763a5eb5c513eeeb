# SPDX-License-Identifier: Apache-2.0
"""The store of one desk: database, kept files under their SHA-256, migrations. Every change is one
transaction.

In: values and a transaction (``Store.read``, ``Store.write``). Out: frozen records and plain values, never
rows. Only here is SQL written, and in ``batch.store``. Called by ``services``, ``reading`` and ``batch``.
"""
