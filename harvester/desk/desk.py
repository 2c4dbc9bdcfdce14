"""The desk of one Datasette: its configuration, and the one invitation to write."""

import os
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from harvester.config import Configuration, load

if TYPE_CHECKING:
    from datasette.app import Datasette


@dataclass
class Desk:
    """What the pages of one running Datasette share.

    ``given`` is the configuration that ``serve`` was told of; a plain Datasette finds its own
    as every command does. ``invitation`` is the secret of the one-time link, while it is open;
    ``checked`` are the databases that are known to be up to date.
    """

    given: Configuration | None = None
    invitation: str | None = field(default=None, repr=False)
    checked: set[str] = field(default_factory=set)

    @cached_property
    def config(self) -> Configuration:
        """The configuration. Raises ConfigurationError where it is wrong."""
        return self.given or load(None, os.environ, Path.cwd())

    def invite(self) -> str:
        """Open the one-time link anew; gives its secret."""
        self.invitation = secrets.token_urlsafe(32)
        return self.invitation

    def take(self, secret: str) -> bool:
        """Whether this is the secret of the link; it opens once."""
        known = self.invitation
        if known is None or not secrets.compare_digest(known.encode(), secret.encode()):
            return False
        self.invitation = None
        return True


_DESKS: "WeakKeyDictionary[Datasette, Desk]" = WeakKeyDictionary()


def desk_of(datasette: "Datasette") -> Desk:
    """The desk of a Datasette, made when it is first asked for."""
    return _DESKS.setdefault(datasette, Desk())


def open_desk(datasette: "Datasette", config: Configuration) -> Desk:
    """Make the desk of a Datasette with a configuration that is known already."""
    _DESKS[datasette] = Desk(config)
    return _DESKS[datasette]
