"""What the tables of captured bytes hold, in words for a reader of Datasette."""

from typing import Any

from harvester.desk.tables import table as _table

TABLES: dict[str, dict[str, Any]] = {
    "bodies": _table(
        "Bodies",
        "The captured bytes, compressed, once for each digest.",
        {
            "sha256": "Digest of the bytes as captured",
            "sha1": "The digest that WARC files use",
            "length": "Number of bytes as captured",
            "encoding": "How data is compressed: zstd, or gzip; README says how to read either",
            "dictionary_id": "The dictionary beside which it is compressed",
            "base_sha256": "Or the body beside which it is: an earlier one of the same address",
            "level": "How hard zstd tried: 19 after a repack",
            "data": "The compressed bytes",
        },
    ),
    "dictionaries": _table(
        "Dictionaries",
        "What the pages of a site have in common: bodies are compressed beside one.",
        {
            "site": "The site, or the host where no site is known",
            "generation": "1 for the first of a site; new bodies use the newest",
            "kind": "trained (zstd --train) or page (a page of the site as it is)",
            "sha256": "Digest of it",
            "length": "Number of bytes",
            "data": "The dictionary: zstd -D reads it as it is",
            "samples": "Number of bodies of the site when it was made",
            "ratio": "Size beside it of pages that it was not made of, as a share of gzip -9",
            "made_at": "When (UTC)",
        },
        ("site",),
    ),
}
