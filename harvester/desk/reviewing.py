"""What the tables of decisions hold, in words for a reader of Datasette."""

from typing import Any

from harvester.desk.tables import table as _table
from harvester.store.m0006_decisions import SHOWN

_RECORD_ID = "The record that this belongs to"

#: Columns of the views that the tables beneath them do not have.
VIEWED = {
    "reviewed": "1 where somebody decided anything on it",
    "accepted": "1 where no question is left and somebody accepted it, or all that was asked",
}

TABLES: dict[str, dict[str, Any]] = {
    "decisions": _table(
        "Decisions",
        "What people said of values. Only ever added to: an undo is a decision too.",
        {
            "record_id": "The record",
            "field": "The field, as it was called at that moment (contributors.1.role)",
            "kind": "accept, correct, reject, keep, follow (the page is right now), undo; of two "
            "records merge or split",
            "value": "What the person says it is (JSON)",
            "seen": "What the machine had chosen at that moment (JSON)",
            "evidence": "Digest of what the pages said of it: when it changes, it is asked again",
            "reason": "Why",
            "by": "Who: initials",
            "at": "When (UTC)",
            "undoes": "The decision that this one takes back",
            "other_id": "The other record of a merge or a split",
            "slot": "The field without a position: * stands for the place in the list",
            "member": "The printed member of the list that it is about",
            "nth": "Which one, where several are printed the same",
        },
        ("kind", "by", "slot"),
        label="field",
        newest="id",
    ),
    "records_reviewed": _table(
        "Records as reviewed",
        "The records with what people decided on them. Those merged into another are left out.",
        VIEWED,
        ("kind", "site", "accepted"),
    ),
    "contributors_reviewed": _table(
        "Contributors as reviewed",
        "The contributors with what people decided on them.",
        {"record_id": _RECORD_ID, "role": "As the page says or a person decided"},
        ("role", "level"),
    ),
    "references_reviewed": _table(
        "References as reviewed",
        "The reference lists with what people decided on their parsed fields. The text is as "
        "printed.",
        {"record_id": _RECORD_ID, "csl": "Parsed fields (CSL-JSON), as a person decided"},
        ("record_id", "work_id"),
    ),
    "merged_records": _table(
        "Merged records",
        "Records that a person knows to be one work with another; follows from the decisions.",
        {"into_id": "The record that is shown for it"},
    ),
    "reviewed_records": _table(
        "Values decided",
        "What is shown of a record that somebody decided on; follows from the decisions. Look at "
        "records_reviewed.",
        {
            "people": "1 where its contributors are in reviewed_contributors",
            "accepted_in": "The decision that accepted it as a whole",
        },
    ),
    "reviewed_contributors": _table(
        "Contributors decided",
        "The contributors that are shown of a record; follows from the decisions. Look at "
        "contributors_reviewed.",
        {"record_id": _RECORD_ID},
    ),
    "reviewed_references": _table(
        "References decided",
        "The parsed fields that are shown of a reference; follows from the decisions. Look at "
        "references_reviewed.",
        {
            "csl": "Parsed fields (CSL-JSON), or empty",
            "rejected": "1 where it is no reference, or the list of a merged record is not shown",
        },
    ),
}

#: Tables that show columns of another: their words are the same.
_LIKE = {
    "records_reviewed": "records",
    "reviewed_records": "records",
    "contributors_reviewed": "contributors",
    "reviewed_contributors": "contributors",
    "references_reviewed": "reference_entries",
}


def described(tables: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The tables of decisions, their columns in the words of those that they are like."""
    made = {}
    for name, entry in TABLES.items():
        like = tables[_LIKE[name]]["columns"] if name in _LIKE else {}
        if name == "reviewed_records":
            like = {column: like[column] for column in SHOWN}
        made[name] = entry | {"columns": like | entry["columns"]}
    return made
