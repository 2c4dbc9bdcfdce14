"""The reference list: printed texts, their labels and links. The printed text is sacred."""
