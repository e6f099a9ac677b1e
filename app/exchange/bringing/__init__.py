"""Bringing an Office file in: what it would do to an enterprise, what it asks, and doing it."""
