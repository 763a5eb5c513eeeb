"""Connectors to the gateways that take dossiers, and a sandbox that behaves like one."""
