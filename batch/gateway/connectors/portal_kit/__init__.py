# SPDX-License-Identifier: Apache-2.0
"""The door ``portal-kit``: for each dossier a folder from which a person fills the national portal's page."""

from batch.gateway.connectors.portal_kit.door import PortalKit, PortalKitKind

__all__ = ["PortalKit", "PortalKitKind"]
