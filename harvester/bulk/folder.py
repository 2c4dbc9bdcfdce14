"""Where tables made in bulk lie, and which batches of them are finished.

    DIR/records/host=www.example.org/<batch>.parquet     one folder a table and a host
    DIR/_batches/<batch>.json                            what is finished, with its files

Files are written under another name; when all files of a batch are there they get their own,
and then its manifest is written. Only what stands in a manifest counts.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, cast
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from harvester.bulk.addresses import full, place_of
from harvester.errors import NotFoundError

_NO_HOST = "__HIVE_DEFAULT_PARTITION__"  # which readers of such folders show as NULL
_MANIFESTS = "_batches"


@dataclass(frozen=True, slots=True)
class Done:
    """A batch that is finished: what was read, and how it ended. ``sentence`` where not well."""

    batch: str
    input: str
    version: str
    reader: str
    config_sha256: str
    finished_at: str
    captures: int
    records: int
    references: int
    outcomes: dict[str, int]
    sentence: str | None
    files: dict[str, int]


class Folder:
    """A folder of tables at any address."""

    def __init__(self, address: str) -> None:
        self._fs, path = place_of(address)
        self._root = path.rstrip("/")
        self.address = full(self._fs, self._root)

    def finished(self) -> dict[str, Done]:
        """The batches of which the manifest and all files are there, as large as they were."""
        if not self._fs.isdir(self._root):
            return {}
        found = self._fs.find(self._root, detail=True)
        sizes = {path.removeprefix(f"{self._root}/"): i["size"] for path, i in found.items()}
        names = [n for n in sizes if re.fullmatch(rf"{_MANIFESTS}/[0-9a-f]{{16}}\.json", n)]
        told = self._fs.cat([f"{self._root}/{name}" for name in names]) if names else {}
        batches = [Done(**json.loads(data)) for data in told.values()]
        return {
            done.batch: done
            for done in batches
            if all(sizes.get(name) == size for name, size in done.files.items())
        }

    def files(self, table: str) -> tuple[list[str], Any]:
        """The finished files of a table, and their file system. Raises NotFoundError if none."""
        batches = self._known.values()
        files = [name for done in batches for name in done.files if name.startswith(f"{table}/")]
        if not files:
            raise NotFoundError(f"There are no {table} in {self.address}.")
        return [f"{self._root}/{name}" for name in sorted(files)], self._fs

    @cached_property
    def _known(self) -> dict[str, Done]:
        return self.finished()

    def begin(self, batch: str) -> None:
        """Take away what an earlier attempt at a batch has left, finished or not."""
        begun = self._begun(batch)
        if self._fs.exists(begun) or self._fs.exists(self._manifest(batch)):
            if self._fs.exists(self._manifest(batch)):
                self._fs.rm_file(self._manifest(batch))
            for path in self._fs.find(self._root):
                if f"/{batch}.parquet" in path:
                    self._fs.rm_file(path)
        self._fs.makedirs(f"{self._root}/{_MANIFESTS}", exist_ok=True)
        self._fs.pipe_file(begun, b"")

    @contextmanager
    def table(
        self, name: str, host: str, batch: str, schema: pa.Schema, aside: list[tuple[str, str]]
    ) -> Iterator[pq.ParquetWriter]:
        """A file of a table to write to, under another name, which is added to ``aside``."""
        place = f"{name}/host={_safe(host)}/{batch}.parquet"
        other = f"{self._root}/{place}.{uuid.uuid4().hex}"
        self._fs.makedirs(other.rpartition("/")[0], exist_ok=True)
        with (
            self._fs.open(other, "wb") as file,
            pq.ParquetWriter(file, schema, compression="zstd") as writer,
        ):
            yield writer
        aside.append((other, place))

    def publish(self, aside: Iterable[tuple[str, str]]) -> dict[str, int]:
        """Give files their own names; their sizes by name."""
        sizes: dict[str, int] = {}
        for other, place in aside:
            sizes[place] = cast(int, self._fs.size(other))
            self._fs.mv(other, f"{self._root}/{place}")
        return sizes

    def finish(self, done: Done) -> None:
        """Write the manifest of a batch whose files all have their names."""
        manifest = self._manifest(done.batch)
        other = f"{manifest}.{uuid.uuid4().hex}"
        self._fs.pipe_file(other, json.dumps(asdict(done), indent=1).encode())
        self._fs.mv(other, manifest)
        if self._fs.exists(self._begun(done.batch)):
            self._fs.rm_file(self._begun(done.batch))

    def _manifest(self, batch: str) -> str:
        return f"{self._root}/{_MANIFESTS}/{batch}.json"

    def _begun(self, batch: str) -> str:
        return f"{self._root}/{_MANIFESTS}/{batch}.begun"


def _safe(host: str) -> str:
    """A host as the name of a folder: a page may claim any."""
    name = quote(host, safe="")
    return (name if len(name) < 200 else hashlib.sha256(host.encode()).hexdigest()) or _NO_HOST
