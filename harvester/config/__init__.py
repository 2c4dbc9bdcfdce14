"""Configuration: TOML files on disk to validated settings, jobs and site profiles."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harvester.config.apis import Api, load_apis
from harvester.config.archives import Archives, load_archives
from harvester.config.files import ConfigFolders, find_folders
from harvester.config.jobs import Job, load_jobs
from harvester.config.settings import Settings, load_settings
from harvester.config.site import AnyChannel, Site
from harvester.config.sites import Sites, load_site

__all__ = ["Api", "Archives", "Configuration", "Job", "Settings", "Site", "Sites", "load"]


@dataclass(frozen=True)
class Configuration:
    """All that the user and the shipped files say. ``general`` holds on any site."""

    folders: ConfigFolders
    settings: Settings
    jobs: tuple[Job, ...]

    @cached_property
    def general(self) -> Site:
        """The rules that hold on any site: embedded metadata, general boilerplate."""
        return load_site(self.folders, "general.toml", self.archives.digest)

    @cached_property
    def sites(self) -> Sites:
        """Every site profile, by name."""
        return Sites(self.folders, self.general.digest)

    @cached_property
    def archives(self) -> Archives:
        """The archives whose citations are known, and the words with which they count."""
        return load_archives(self.folders)

    def orders(self, name: str | None) -> dict[str, list[AnyChannel]]:
        """For each field the channels, best first: those of a site over those of any page."""
        site = self.sites.named(name)
        return self.general.choose | (site.choose if site else {})

    @cached_property
    def apis(self) -> tuple[Api, ...]:
        """The JSON of APIs that is known; read when the first such file is."""
        return load_apis(self.folders)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the configuration that a reading depends on; holds no secrets."""
        return hashlib.sha256((self.general.digest + self.sites.digest).encode()).hexdigest()


def load(named: str | None, environ: Mapping[str, str], cwd: Path) -> Configuration:
    """Read the configuration; what the user wrote is checked at once, before any work.

    Of the shipped sites only the heads are read; the rest, where a page is theirs.

    Raises ConfigurationError with the file, the line and what is wrong.
    """
    folders = find_folders(named, environ, cwd)
    config = Configuration(folders, load_settings(folders, environ), load_jobs(folders))
    config.sites.check_users()
    _ = config.general, config.sites.heads, config.archives
    return config
