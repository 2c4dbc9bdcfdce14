"""A difference of two reference lists in plain words."""

from collections.abc import Iterator

from harvester.extract.references.difference import Change, Difference
from harvester.extract.values import doi
from harvester.model import Link, Reference


def sentences(found: Difference) -> Iterator[str]:
    """A difference in plain words: what is gone, then the rest in the order of the new list."""
    for entry in found.removed:
        yield f"reference {entry.position} is gone: {_one_line(entry)}"
    rest: list[tuple[int, list[str]]] = [
        (entry.position, [f"is new: {_one_line(entry)}"]) for entry in found.added
    ]
    rest += [(change.new.position, list(_said(change))) for change in found.changed]
    for position, said in sorted(rest):
        for words in said:
            yield f"reference {position} {words}"


def _said(change: Change) -> Iterator[str]:
    """What changed in one entry, each as the end of a sentence."""
    if change.moved:
        yield f"moved here from place {change.old.position}: {_one_line(change.new)}"
    for edit in change.words:
        if not edit.old:
            yield f'gained the words "{edit.new}"'
        elif not edit.new:
            yield f'lost the words "{edit.old}"'
        else:
            yield f'reads "{edit.new}" where it read "{edit.old}"'
    if change.old.label != change.new.label:
        yield f"is numbered {change.new.label or 'not at all'}, before {change.old.label or 'not'}"
    before, after = change.dois
    if change.doi_changed:
        if after and before:
            yield f"has the DOI {after} where it had {before}"
        else:
            yield f"gained the DOI {after}" if after else f"lost the DOI {before}"
    for word, links, known in (("gained", change.gained, after), ("lost", change.lost, before)):
        for link in links:
            if not (change.doi_changed and _is_of(link, known)):
                yield f"{word} a {link.kind} link{f': {link.url}' if link.url else ''}"
    if change.parsed:
        yield f"is parsed otherwise ({', '.join(change.parsed)})"


def _is_of(link: Link, known: str | None) -> bool:
    return bool(known and link.value) and (doi(link.value or "") or "").casefold() == known


def _one_line(entry: Reference) -> str:
    return " ".join(entry.text.split())
