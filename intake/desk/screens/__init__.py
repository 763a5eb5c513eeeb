# SPDX-License-Identifier: Apache-2.0
"""What is shown of a dossier, of a visit, of a finding, for 80 columns."""
