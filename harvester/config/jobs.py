"""``jobs.toml``: what a scheduled run watches."""

from typing import Annotated, Any

from pydantic import Field

from harvester.config.files import ConfigFolders, Strict, read_toml, validate


class Job(Strict):
    """One job: a name, when it runs, what it watches and how much it may ask for."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    schedule: str | None = None
    timezone: str = "UTC"
    sources: list[str | dict[str, str]]
    max_requests: Annotated[int, Field(gt=0)] = 200


class Jobs(Strict):
    """The whole of ``jobs.toml``: an array of tables called ``job``."""

    job: list[Job] = []


def load_jobs(folders: ConfigFolders) -> tuple[Job, ...]:
    """The jobs of the topmost ``jobs.toml``. Raises ConfigurationError."""
    paths = folders.files("jobs.toml")
    data: dict[str, Any] = read_toml(paths[-1]) if paths else {}
    return tuple(validate(Jobs, data, paths).job)
