"""The channels: each reads one way in which a page says things, and knows no other."""
