"""The store of one desk: database, kept files under their SHA-256, migrations. Every change is one
transaction.

In: values and a session. Out: rows and values. Only here is SQL written. Called by ``services``,
``reading`` and ``batch``.
"""
