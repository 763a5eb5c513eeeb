# SPDX-License-Identifier: Apache-2.0
"""Other processes: killed, watched, faulty, without the programs that a computer may lack."""
