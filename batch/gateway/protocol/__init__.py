# SPDX-License-Identifier: Apache-2.0
"""What connectors to gateways with a server have in common: calls with limits, what an answer means, refusals
taken apart, and the models of the data in which a protocol names things (``AnswerTerms``).
"""
