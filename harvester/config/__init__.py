"""Configuration: TOML files on disk to validated settings, jobs and site profiles."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from harvester.config.archives import Archives, load_archives
from harvester.config.files import ConfigFolders, find_folders, merge, read_toml, validate
from harvester.config.jobs import Job, load_jobs
from harvester.config.settings import Settings, load_settings
from harvester.config.site import Site

__all__ = ["Archives", "Configuration", "Job", "Settings", "Site", "load"]


@dataclass(frozen=True)
class Configuration:
    """All that the user and the shipped files say. ``general`` holds on any site."""

    folders: ConfigFolders
    settings: Settings
    jobs: tuple[Job, ...]

    @cached_property
    def general(self) -> Site:
        """The rules that hold on any site: embedded metadata, general boilerplate."""
        return _load_site(self.folders, "general.toml", self.archives.digest)

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Every site profile, by name."""
        return tuple(
            _load_site(self.folders, f"sites/{name}.toml", self.general.digest)
            for name in self.folders.site_names()
        )

    @cached_property
    def archives(self) -> Archives:
        """The archives whose citations are known, and the words with which they count."""
        return load_archives(self.folders)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the configuration that a reading depends on; holds no secrets."""
        parts = [self.general.digest, *(site.digest for site in self.sites)]
        return hashlib.sha256("".join(parts).encode()).hexdigest()


def load(named: str | None, environ: Mapping[str, str], cwd: Path) -> Configuration:
    """Read and check everything at once, so that a fault is said before any work.

    Raises ConfigurationError with the file, the line and what is wrong.
    """
    folders = find_folders(named, environ, cwd)
    config = Configuration(folders, load_settings(folders, environ), load_jobs(folders))
    _ = config.general, config.sites, config.archives
    return config


def _load_site(folders: ConfigFolders, name: str, beneath: str) -> Site:
    """A profile. Its digest tells also of what lies ``beneath``: all that a reading depends on."""
    paths = folders.files(name)
    data: dict[str, Any] = {}
    for path in paths:
        data = merge(data, read_toml(path))
    canonical = (json.dumps(data, sort_keys=True, default=str) + beneath).encode()
    return validate(Site, data | {"digest": hashlib.sha256(canonical).hexdigest()}, paths)
