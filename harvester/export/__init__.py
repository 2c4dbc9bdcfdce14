"""Records to the forms that other programs read."""
