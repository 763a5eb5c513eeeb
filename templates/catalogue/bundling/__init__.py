# SPDX-License-Identifier: Apache-2.0
"""Catalogues as one signed file: packed here, looked at and laid in over there, the earlier one kept to go
back to. A folder in, an archive out, and the other way; called by the commands of forms.
"""
