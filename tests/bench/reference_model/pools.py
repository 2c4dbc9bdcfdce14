"""The fields of real references, taken apart by kind, to be dealt out anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from harvester.extract.references.citation.people import people
from harvester.extract.references.citation.segments import Segment, bare
from reference_model.corpora import Labelled


@dataclass(frozen=True)
class Pools:
    """The fields of real references, by kind."""

    names: Sequence[tuple[str, str]]
    bodies: Sequence[str]
    books: Sequence[str]
    articles: Sequence[str]
    foreign: Sequence[str]
    journals: Sequence[str]
    volumes: Sequence[str]
    publishers: Sequence[str]
    places: Sequence[str]


def pools(references: Sequence[Labelled]) -> Pools:
    """The fields of the references given: those for training, never those kept aside."""
    kinds: dict[str, list[str]] = {}
    names: list[tuple[str, str]] = []
    bodies: list[str] = []
    for reference in references:
        labels = {label for label, _, _ in reference.fields}
        for label, start, end in reference.fields:
            part = bare(reference.text, Segment(label, start, end))
            value = part.of(reference.text)
            if label == "author":
                for name in people(reference.text[start:end]):
                    if "given" in name and len(name["given"]) > 1 and len(name["family"]) > 2:
                        names.append(
                            (
                                name["family"].title()
                                if name["family"].isupper()
                                else name["family"],
                                name["given"],
                            )
                        )
                    elif "literal" in name:
                        bodies.append(name["literal"])
            if label == "title" and 8 < len(value) < 160 and not value.count("http"):
                kind = "article" if "journal" in labels or "container" in labels else "book"
                kinds.setdefault("foreign" if _is_foreign(value) else kind, []).append(value)
            elif 2 < len(value) < 100 and label in ("journal", "container", "publisher", "place"):
                words = (
                    value.removeprefix("In ")
                    .removeprefix("in ")
                    .removeprefix("In: ")
                    .removeprefix("in: ")
                    .strip(' :“"«»')
                )
                kinds.setdefault(label, []).append(words)
    return Pools(
        names,
        bodies,
        kinds["book"],
        kinds["article"],
        kinds["foreign"],
        kinds["journal"],
        kinds["container"],
        kinds["publisher"],
        kinds["place"],
    )


def _is_foreign(title: str) -> bool:
    words = {word.strip(".,:").lower() for word in title.split()}
    return len(words) > 2 and not words & set(
        "the of and in a an for to on from with as is its between".split()
    )
