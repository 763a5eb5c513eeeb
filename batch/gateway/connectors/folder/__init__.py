# SPDX-License-Identifier: Apache-2.0
"""The door ``folder``: each dossier as a folder of PDFs with its values, for another program to fetch."""

from batch.gateway.connectors.folder.door import FolderDoor, FolderKind

__all__ = ["FolderDoor", "FolderKind"]
