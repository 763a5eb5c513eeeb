# SPDX-License-Identifier: Apache-2.0
"""What the batch hall keeps in the database, by subject; here alone is SQL spoken, and rows do not leave.

In: an open transaction (``Store.write``, ``Store.read``) and plain values. Out: frozen records and plain
values. Called by every stage above, which opens the transaction, decides what belongs into it, and what is to
be done.
"""
