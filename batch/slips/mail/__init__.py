"""Slips by e-mail: consent, the queue with leases, one round of sending."""
