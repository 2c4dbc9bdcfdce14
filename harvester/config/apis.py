"""``apis.toml``: the JSON that APIs of catalogues and registers answer with, described as data.

A path is dotted; lists on the way are walked through, a number picks one item.
"""

from harvester.config.files import ConfigFolders, Strict, read_toml, validate

Paths = list[str]


class People(Strict):
    """A list of people: the person's ``name``, or ``family`` and ``given``, inside ``path``.

    ``split``: what stands between several names in one text. ``role_in`` "brackets": the role
    stands in brackets after the name.
    """

    path: str
    role: str
    name: str = ""
    family: str = ""
    given: str = ""
    affiliation: str = ""
    identifier: str = ""
    role_in: str = ""
    split: str = ""


class ReferenceList(Strict):
    """A reference list: whole in ``text``, else in ``parts`` that are joined in this order."""

    path: str
    text: str
    doi: str = ""
    parts: Paths = []


class Api(Strict):
    """One form of answer. It is this form where all of ``needs`` are there and ``equals`` hold.

    ``at``: where the works are, the first path that is there; "" is the answer itself.
    ``ids``: scheme of an identifier → its path. ``fields``: field of a record → paths, best first.
    ``values``: what stands for a value, by field.
    """

    name: str
    title: str
    channel: str = "json"
    needs: Paths = []
    equals: dict[str, str] = {}
    at: Paths = [""]
    kind: str = ""
    kinds: dict[str, str] = {}
    ids: dict[str, str] = {}
    fields: dict[str, Paths] = {}
    values: dict[str, dict[str, str]] = {}
    people: list[People] = []
    references: ReferenceList | None = None


class Apis(Strict):
    """The whole of ``apis.toml``."""

    api: list[Api]


def load_apis(folders: ConfigFolders) -> tuple[Api, ...]:
    """The APIs of the topmost ``apis.toml``. Raises ConfigurationError."""
    paths = folders.files("apis.toml")
    return tuple(validate(Apis, read_toml(paths[-1]), paths).api) if paths else ()
