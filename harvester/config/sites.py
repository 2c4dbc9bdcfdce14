"""All sites, each read in full only when it is needed.

There are many sites and a run meets few of them. So of each file only the head is read at the
start: what tells whether a page is the site's. It stands before the first table of rules.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from harvester.config.files import ConfigFolders, merge, read_toml, validate
from harvester.config.site import Head, Site


@dataclass(frozen=True, slots=True)
class Wrapped:
    """An address in an archive of pages: the page's own, when it was kept, and who keeps it.

    ``at`` is ISO 8601 in UTC.
    """

    address: str
    at: str
    keeper: str


@dataclass(frozen=True)
class Sites:
    """The sites of a configuration, by name. Iterating reads all of them in full.

    ``beneath`` is the digest of what all sites rest on.
    """

    folders: ConfigFolders
    beneath: str
    _read: dict[str, Site] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all sites, sorted."""
        return tuple(self.folders.site_names())

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """What tells a page's site, of every site, by name."""
        return tuple(self._head(name) for name in self.names)

    def named(self, name: str | None) -> Site | None:
        """A site in full, or None where there is none of this name.

        Raises ConfigurationError where something is wrong with its file.
        """
        if name is None or name not in self.names:
            return None
        if name not in self._read:
            self._read[name] = load_site(self.folders, f"sites/{name}.toml", self.beneath)
        return self._read[name]

    def name_at(self, address: str) -> str | None:
        """The name of the site whose host an address has, if any."""
        return next((head.name for head in self.heads if head.serves(address)), None)

    def at(self, address: str) -> Site | None:
        """The site in full whose host an address has, if any."""
        return self.named(self.name_at(address))

    def unwrap(self, address: str) -> Wrapped | None:
        """What page an archive's address shows, and when it was captured."""
        for head in self.heads:
            match = head.wraps.search(address) if head.wraps else None
            if match:
                at = match.group("at")
                day, time = (at[:4], at[4:6], at[6:8]), (at[8:10], at[10:12], at[12:])
                kept = f"{'-'.join(day)}T{':'.join(time)}Z"
                return Wrapped(match.group("url"), kept, head.name)
        return None

    def check_users(self) -> None:
        """Read what the user's own folder says of sites, so that a fault is said at once."""
        for name in self.names:
            if len(self.folders.layers) > 1 and (self._paths(name)[-1]).is_relative_to(
                self.folders.layers[-1]
            ):
                self.named(name)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the files of all sites."""
        files = (path.read_bytes() for name in self.names for path in self._paths(name))
        return hashlib.sha256(b"\0".join(files)).hexdigest()

    def __iter__(self) -> Iterator[Site]:
        return (site for name in self.names if (site := self.named(name)) is not None)

    def __len__(self) -> int:
        return len(self.names)

    def _paths(self, name: str) -> list[Path]:
        return self.folders.files(f"sites/{name}.toml")

    def _head(self, name: str) -> Head:
        if name in self._read:
            return self._read[name]
        paths = self._paths(name)
        data: dict[str, Any] = {}
        for path in paths:
            data = merge(data, _first_tables(path))
        known = {key: value for key, value in data.items() if key in Head.model_fields}
        return validate(Head, known, paths)


def load_site(folders: ConfigFolders, name: str, beneath: str) -> Site:
    """A site's file in full, all layers merged. Raises ConfigurationError.

    Its digest tells also of what lies ``beneath``: all that a reading depends on.
    """
    paths = folders.files(name)
    data: dict[str, Any] = {}
    for path in paths:
        data = merge(data, read_toml(path))
    canonical = (json.dumps(data, sort_keys=True, default=str) + beneath).encode()
    return validate(Site, data | {"digest": hashlib.sha256(canonical).hexdigest()}, paths)


def _first_tables(path: Path) -> dict[str, Any]:
    """What a file says before its first list of tables; all of it, where that is no TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8").partition("\n[[")[0])
    except (ValueError, OSError):
        return read_toml(path)
