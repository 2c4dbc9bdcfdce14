"""SQLite: captures that never change, assertions that are superseded, records made of them."""
