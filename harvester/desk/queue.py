"""The queue: what waits for a person, and why."""

from datasette import Response

from harvester.desk.visit import Visit, page
from harvester.desk.words import QUESTIONS
from harvester.errors import UsageError
from harvester.store import review

#: So many questions stand on one page.
LISTED = 50


@page
async def queue(here: Visit) -> Response:
    """``/-/review``: the questions that wait, by kind, site and job."""
    asked = {name: here.request.args.get(name) or None for name in ("question", "site", "job")}
    after = number(here.request.args.get("after") or "0")
    rows = await here.read(lambda db: review.waiting(db, **asked, limit=LISTED + 1, after=after))
    counts = await here.read(review.counts_by_question)
    jobs = await here.read(
        lambda db: [name for (name,) in db.execute("SELECT name FROM jobs ORDER BY name")]
    )
    return await here.page(
        "queue",
        rows=rows[:LISTED],
        more=rows[LISTED - 1]["id"] if len(rows) > LISTED else None,
        asked=asked,
        after=after,
        counts=counts,
        jobs=jobs,
        sites=sorted({site.name for site in here.desk.config.sites} | {asked["site"] or ""} - {""}),
        questions=QUESTIONS,
    )


def number(text: str) -> int:
    """A whole number in an address. Raises UsageError."""
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise UsageError(f'"{text[:40]}" is not a number.')
    return int(text)
