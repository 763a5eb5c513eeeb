# SPDX-License-Identifier: Apache-2.0
"""Kept files in a store elsewhere, that several computers share: S3, or whatever else fsspec reaches.

``place.objects_of`` gives the ``ObjectStore`` that the settings name, the folder of the home where they name
none; only then is nothing of fsspec loaded. What is read passes through a folder of this computer (``cache``)
that has a limit. ``move`` copies a desk's files there.
"""
