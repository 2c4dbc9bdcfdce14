"""How one source ended."""

from dataclasses import dataclass

from harvester.model import WELL, Source


@dataclass(frozen=True, slots=True)
class Result:
    """How one source ended. ``sentence`` says it where it is not plainly well.

    ``more``: it is one capture of a file that holds more. ``records``: how many works it told
    of; a page tells of one.
    """

    source: Source
    outcome: str
    sentence: str | None = None
    capture_id: int | None = None
    record_id: int | None = None
    changed: bool = False
    text_sha256: str | None = None
    put_off_until: str | None = None
    addresses: tuple[str, ...] = ()
    more: bool = False
    records: int = 1

    @property
    def name(self) -> str:
        """The source as it was named; of a capture in a WARC file its own address."""
        inside = self.source.kind == "warc" and self.source.address
        return inside or self.source.word

    @property
    def well(self) -> bool:
        """Whether the source counts as well for the exit code."""
        return self.outcome in WELL
