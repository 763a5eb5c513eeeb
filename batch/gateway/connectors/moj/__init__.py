# SPDX-License-Identifier: Apache-2.0
"""The doors to the Ministry of Justice's civil-status system: births, deaths and marriages
(``nhanHoSoDKHT``), whose way can be asked about, and the other modules (``dangKyHoTich``), whose can't.
"""
