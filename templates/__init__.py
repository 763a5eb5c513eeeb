# SPDX-License-Identifier: Apache-2.0
"""What law, ministries and forms fix, as versioned data, and the models and words around it.

In: the YAML and TSV files of ``templates/data`` (or of a newer catalogue in the store's home). Out: frozen
models and the texts people read. Everybody may call it; it knows no image, no dossier and no database.

From the bottom: ``language``, ``files``, ``model``, ``catalogue``, ``desk``.
"""
