"""Finds the configuration and reads its TOML: the shipped files, with the user's laid over.

A folder given by ``--config`` or ``HARVESTER_CONFIG`` (else ``./config``, where it holds
files of ours) lays over the shipped one: tables are merged key by key, and what the upper
file does not say stays. A list in the upper file replaces the list below.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo

from harvester.errors import ConfigurationError


class Strict(BaseModel):
    """A table of a configuration file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Table = TypeVar("Table", bound=Strict)


#: Where the wheel has the shipped configuration; a checkout has it at its top.
_INSIDE = Path(__file__).parent / "shipped"

#: What makes a folder called ``config`` one of ours.
_OURS = ("settings.toml", "jobs.toml", "archives.toml", "apis.toml", "sites")

#: What pydantic says in its own words, in ours.
_PLAINLY = {
    "extra_forbidden": "there is no setting of this name",
    "missing": "it is missing",
    "float_parsing": "it has to be a number",
    "int_parsing": "it has to be a whole number",
}


@dataclass(frozen=True, slots=True)
class ConfigFolders:
    """The folders that make up the configuration, the shipped one first."""

    layers: tuple[Path, ...]

    def files(self, name: str) -> list[Path]:
        """The existing files called ``name``, lowest layer first."""
        return [folder / name for folder in self.layers if (folder / name).is_file()]

    def site_names(self) -> list[str]:
        """The names of all sites that have a file in any layer, sorted."""
        return sorted(
            {path.stem for folder in self.layers for path in (folder / "sites").glob("*.toml")}
        )


def shipped_folder() -> Path:
    """The configuration that comes with the program: in the wheel, or beside a checkout."""
    return _INSIDE if _INSIDE.is_dir() else Path(__file__).parents[2] / "config"


def find_folders(named: str | None, environ: Mapping[str, str], cwd: Path) -> ConfigFolders:
    """Which folders to read. ``named`` is the word after ``--config``, if any.

    Raises ConfigurationError when a folder that was asked for does not exist.
    """
    shipped = shipped_folder()
    asked = named or environ.get("HARVESTER_CONFIG")
    if asked:
        folder = Path(asked).expanduser()
        if not folder.is_dir():
            raise ConfigurationError(
                f"There is no configuration folder {asked}. "
                "Give a folder that holds settings.toml, jobs.toml or sites/."
            )
    else:
        folder = cwd / "config"
        if not any((folder / name).exists() for name in _OURS):
            return ConfigFolders((shipped,))
    folder = folder.resolve()
    return ConfigFolders((shipped,) if folder == shipped.resolve() else (shipped, folder))


def read_toml(path: Path) -> dict[str, Any]:
    """One TOML file as a dict. Raises ConfigurationError naming file, line and fault."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"\(at line (\d+), column (\d+)\)|\(at end of document\)", str(fault))
        line = f", line {place.group(1)}" if place and place.group(1) else ", at its end"
        what = str(fault).split(" (at ")[0]
        raise ConfigurationError(f"{path}{line}: {what}. Mend the file and try again.") from fault
    except UnicodeDecodeError as fault:
        raise ConfigurationError(
            f"{path} is not UTF-8 text (byte {fault.start}). Save it as UTF-8."
        ) from fault
    except OSError as fault:
        raise ConfigurationError(f"{path} cannot be read: {fault.strerror}.") from fault


def merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """``above`` laid over ``below``: tables merge, everything else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = (
            merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
        )
    return merged


def validate(kind: type[Table], data: Mapping[str, Any], paths: list[Path]) -> Table:
    """``data`` as a checked table. Raises ConfigurationError naming file, line and key.

    Patterns in files that came inside the package are compiled when they are used: compiling
    all of every site would be most of the program's start.
    """
    proven = all(path.is_relative_to(_INSIDE) for path in paths)
    try:
        return kind.model_validate(data, context={"proven": proven})
    except ValidationError as fault:
        first = fault.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        place = _place(paths, [str(part) for part in first["loc"] if isinstance(part, str)])
        message = _PLAINLY.get(first["type"]) or first["msg"].removeprefix("Value error, ")
        more = f" ({fault.error_count()} faults in all.)" if fault.error_count() > 1 else ""
        raise ConfigurationError(f"{place}: {key}: {message}.{more}") from fault


def is_proven(info: ValidationInfo) -> bool:
    """Whether the file came with the program: its patterns were compiled by its tests."""
    return bool(info.context and info.context.get("proven"))


def _place(paths: list[Path], names: list[str]) -> str:
    """File and line where the innermost of the ``names`` is set, as far as can be told."""
    for path in reversed(paths):
        for name in reversed(names):
            for number, line in _lines(path):
                if re.match(rf"\s*(?:\[+[\w.-]*\b{re.escape(name)}\b|{re.escape(name)}\s*=)", line):
                    return f"{path}, line {number}"
    return str(paths[-1]) if paths else "the configuration"


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    yield from enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
