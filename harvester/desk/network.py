"""The page of the citation network: a picture drawn here, and the same as a table."""

from typing import TYPE_CHECKING

from harvester.desk.layout import picture
from harvester.desk.visit import Visit, page
from harvester.store import network as citations
from harvester.store.network import Cited

if TYPE_CHECKING:
    from datasette import Response


@page
async def network(here: Visit) -> "Response":
    """Which records cite which, and the works that several of them cite."""
    found = await here.read(citations.network)
    cites: dict[str, list[Cited]] = {}
    cited: dict[str, list[Cited]] = {}
    works = {work.id: work for work in found.nodes}
    for citing, end in found.edges:
        cites.setdefault(citing, []).append(works[end])
        cited.setdefault(end, []).append(works[citing])
    return await here.page(
        "network",
        network=found,
        picture=picture(found),
        works=sorted(found.nodes, key=lambda work: (-work.cited_by, work.year or 0, work.id)),
        cites=cites,
        cited=cited,
    )
