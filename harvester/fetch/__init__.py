"""The world to captures: files, standard input, addresses. Knows nothing of pages or SQLite."""
