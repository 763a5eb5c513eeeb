# SPDX-License-Identifier: Apache-2.0
"""Papers come in: files looked at, led by separator sheets, laid into the dossier they belong to."""
