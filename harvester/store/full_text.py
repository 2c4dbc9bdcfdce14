"""Full-text indexes: what is searched, and how an index is kept in step with its table."""

SEARCHED = {
    "records": ("title", "byline", "container_title", "abstract", "extract", "keywords"),
    "reference_entries": ("text",),
}


def full_text(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """An FTS5 index over columns of a table, kept in step by triggers.

    Accents do not count in a search: "tourne" finds "Tourné".
    """
    fts = f"{table}_fts"
    names = ", ".join(columns)
    new = ", ".join(f"new.{name}" for name in columns)
    old = ", ".join(f"old.{name}" for name in columns)
    add = f"INSERT INTO {fts} (rowid, {names}) VALUES (new.id, {new});"
    drop = f"INSERT INTO {fts} ({fts}, rowid, {names}) VALUES ('delete', old.id, {old});"
    return (
        f"CREATE VIRTUAL TABLE {fts} USING fts5({names}, content=\"{table}\", content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2')",
        f"CREATE TRIGGER {table}_ai AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {table}_ad AFTER DELETE ON {table} BEGIN {drop} END",
        f"CREATE TRIGGER {table}_au AFTER UPDATE OF {names} ON {table} BEGIN {drop} {add} END",
    )
