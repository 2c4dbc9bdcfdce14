"""The commands, one module each: words in, one call of the library, words out."""
