"""Capture to record, pure: no network, no clock, no database, no randomness."""
