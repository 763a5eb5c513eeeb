# SPDX-License-Identifier: Apache-2.0
"""What is charged, as data: how fees are counted, provinces' tables, and the registers of certifications."""
