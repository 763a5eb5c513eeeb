# SPDX-License-Identifier: Apache-2.0
"""Certification (chứng thực), the short way: papers counted, entered in their register, paid, handed out.

In: store, what was brought, a clerk. Out: lines of a register with their numbers, the receipt and the fee
receipt, the register as a workbook, an electronic copy. Called by ``sohoa certify``, ``book`` and the desk.
"""
