"""Where the desk's navigation leads. A page that joins the desk adds its line here."""

#: Pages below ``/-/review``, with what they are called.
PLACES: tuple[tuple[str, str], ...] = (
    ("", "What waits"),
    ("network", "Who cites whom"),
    ("plots", "Plots"),
    ("export", "Export"),
)
#: Tables of Datasette that a reviewer looks things up in.
TABLES: tuple[tuple[str, str], ...] = (
    ("records_reviewed", "Records"),
    ("references_reviewed", "References"),
    ("decisions", "Decisions"),
)
