# SPDX-License-Identifier: Apache-2.0
"""What several tests share: drawn scans, fake dossiers, servers on loopback, a desk with a store of its
own.
"""
