"""``settings.toml``: who asks, how politely, and what may be asked.

Each setting can be overridden by the environment: ``HARVESTER_`` and the section and key in
capitals; the section ``harvester`` itself is dropped (``HARVESTER_CONTACT``,
``HARVESTER_FETCH_DELAY``). An empty value is an empty value.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_origin

from pydantic import BaseModel, Field, field_validator, model_validator

from harvester.config.files import ConfigFolders, Strict, merge, read_toml, validate
from harvester.errors import ConfigurationError


class Harvester(Strict):
    """Who runs this harvester. ``heads``: a file outside, to which each run adds the head of
    the chain of events; ``verify`` compares them."""

    contact: str = ""
    heads: str = ""

    @field_validator("contact")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not value.startswith(("mailto:", "https://", "http://")):
            raise ValueError('write it as "mailto:you@library.example" or as a web address')
        if not value.isascii():
            raise ValueError("it travels in a header, where only plain letters (ASCII) can stand")
        return value


class Fetch(Strict):
    """How pages are fetched. Times in seconds, sizes in bytes."""

    delay: Annotated[float, Field(ge=0)] = 2.0
    timeout: Annotated[float, Field(gt=0)] = 30.0
    total_timeout: Annotated[float, Field(gt=0)] | None = None
    max_bytes: Annotated[int, Field(gt=0)] = 20_000_000
    retries: Annotated[int, Field(ge=0)] = 3
    longest_wait: Annotated[float, Field(ge=0)] = 120.0
    longest_crawl_delay: Annotated[float, Field(ge=0)] = 60.0
    walls: Annotated[int, Field(gt=0)] = 3
    pause_hours: Annotated[float, Field(gt=0)] = 24.0
    allow_hosts: list[str] = []
    doi_resolver: str = "https://doi.org/"

    @property
    def whole_page(self) -> float:
        """Seconds that one page may take in all: as set, else four times the timeout."""
        return self.total_timeout or 4 * self.timeout


class Crossref(Strict):
    """Where works are asked for by their DOI, for jobs that want them beside a page."""

    address: str = ""

    @field_validator("address")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError('write it as "https://api.crossref.org/works"')
        return value


class Host(Strict):
    """What one host needs. To pass over its robots.txt takes a reason, which is shown."""

    delay: Annotated[float, Field(ge=0)] | None = None
    ignore_robots: bool = False
    reason: str = ""

    @model_validator(mode="after")
    def _has_a_reason(self) -> "Host":
        if self.ignore_robots and not self.reason.strip():
            raise ValueError("ignore_robots needs a reason: who allowed it, and when")
        return self


class Settings(Strict):
    """The whole of ``settings.toml``."""

    harvester: Harvester = Harvester()
    fetch: Fetch = Fetch()
    crossref: Crossref = Crossref()
    hosts: dict[str, Host] = {}


def load_settings(folders: ConfigFolders, environ: Mapping[str, str]) -> Settings:
    """The settings of all layers, then the environment. Raises ConfigurationError."""
    paths = folders.files("settings.toml")
    data: dict[str, Any] = {}
    for path in paths:
        data = merge(data, _beside(path, read_toml(path)))
    validate(Settings, data, paths)
    return _with_environment(data, environ)


def _beside(path: Path, data: dict[str, Any]) -> dict[str, Any]:
    """The settings of one file, with the path in it taken from where the file stands."""
    section = data.get("harvester")
    heads = section.get("heads") if isinstance(section, dict) else None
    if not isinstance(heads, str) or not heads:
        return data
    return merge(data, {"harvester": {"heads": str(path.parent / Path(heads).expanduser())}})


def _with_environment(data: Mapping[str, Any], environ: Mapping[str, str]) -> Settings:
    settings = validate(Settings, data, [])
    for section, table in Settings.model_fields.items():
        if not isinstance(table.annotation, type) or not issubclass(table.annotation, BaseModel):
            continue  # tables with names of the user's own are not set by variables
        for key, field in table.annotation.model_fields.items():
            name = "HARVESTER_" + (key if section == "harvester" else f"{section}_{key}").upper()
            if name not in environ:
                continue
            text = environ[name]
            is_list = get_origin(field.annotation) is list
            value = [word.strip() for word in text.split(",") if word.strip()] if is_list else text
            data = merge(data, {section: {key: value}})
            try:
                settings = validate(Settings, data, [])
            except ConfigurationError as fault:
                what = str(fault).split(": ", 2)[-1]
                raise ConfigurationError(f"The variable {name} is {text!r}: {what}") from fault
    return settings
