"""Hundreds of dossiers through a gateway that fails at every step, and pushers that are killed (``python -m
bench.storm``).
"""
