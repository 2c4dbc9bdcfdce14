"""``jobs.toml``: what a scheduled run watches."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import Field, field_validator, model_validator

from harvester.config.files import ConfigFolders, Strict, read_toml, validate

#: The kinds of source that are written as a table.
KINDS = frozenset({"feed", "sitemap", "oai", "contents", "folder"})
#: Structured sources that may be asked for beside a page.
Beside = Literal["ris", "bibtex", "marcxml", "marc", "mods", "ead", "crossref"]
_OPTIONS = {"oai": frozenset({"set", "prefix", "from"})}


class Job(Strict):
    """One job: a name, when it runs, what it watches and how much it may ask for.

    ``look_again_hours``: how long after a look a page is not due again; while it stays
    unchanged that doubles, up to ``at_most_days``. ``beside``: which structured sources are
    asked for beside each page.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    schedule: str | None = None
    timezone: str = "UTC"
    sources: list[str | dict[str, str]]
    max_requests: Annotated[int, Field(gt=0)] = 200
    look_again_hours: Annotated[float, Field(ge=0)] = 20.0
    at_most_days: Annotated[float, Field(gt=0)] = 30.0
    beside: list[Beside] = []
    base: str = ""

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as fault:
            raise ValueError(f'"{value}" is no time zone; write it as "Europe/London"') from fault
        return value

    @field_validator("schedule")
    @classmethod
    def _is_a_cron_expression(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                next(CronSim(value, datetime.now(UTC)))
            except (CronSimError, StopIteration) as fault:
                raise ValueError(f'"{value}" is no cron expression ({fault})') from fault
        return value

    @model_validator(mode="after")
    def _knows_its_sources(self) -> "Job":
        for source in self.sources:
            if isinstance(source, str):
                continue
            kinds = [key for key in source if key in KINDS]
            if len(kinds) != 1:
                raise ValueError(
                    f"a source has exactly one of {', '.join(sorted(KINDS))}: {source}"
                )
            strange = set(source) - {kinds[0]} - _OPTIONS.get(kinds[0], frozenset())
            if strange:
                raise ValueError(f"a {kinds[0]} knows no {', '.join(sorted(strange))}: {source}")
        return self

    def path(self, word: str) -> Path:
        """A path in this job: relative to its file's folder, else to the folder around that."""
        base = Path(self.base)
        path = Path(word).expanduser()
        beside = base / path
        return beside if path.is_absolute() or beside.exists() else base.parent / path


class Jobs(Strict):
    """The whole of ``jobs.toml``: an array of tables called ``job``."""

    job: list[Job] = []

    @field_validator("job")
    @classmethod
    def _has_names_once(cls, value: list[Job]) -> list[Job]:
        names = [job.name for job in value]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"there are several jobs called {', '.join(sorted(twice))}")
        return value


def load_jobs(folders: ConfigFolders) -> tuple[Job, ...]:
    """The jobs of the topmost ``jobs.toml``. Raises ConfigurationError."""
    paths = folders.files("jobs.toml")
    if not paths:
        return ()
    data: dict[str, Any] = read_toml(paths[-1])
    jobs = validate(Jobs, data, paths).job
    return tuple(job.model_copy(update={"base": str(paths[-1].parent)}) for job in jobs)
