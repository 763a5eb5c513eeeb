"""The tables of the store as classes, with types that SQLite and PostgreSQL share. Named here, used by
``store``.
"""
