"""What the office hands to the citizen: slips with numbers, sheets without, the register, mails.

In: store, dossier, texts of the catalogue. Out: rows and files. Called by the commands ``slip``, ``book``,
``mail``, ``new``.
"""
