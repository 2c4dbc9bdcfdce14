"""The addresses of the desk's pages."""

from typing import Any

from harvester.desk import deciding, queue, records, signing

ROUTES: list[tuple[str, Any]] = [
    (r"^/-/review$", queue.queue),
    (r"^/-/review/sign-in$", signing.sign_in),
    (r"^/-/review/decide$", deciding.decide),
    (r"^/-/review/record/(?P<id>[0-9]{1,15})/decide$", deciding.form),
    (r"^/-/review/record/(?P<id>[0-9]{1,15})/text$", records.text),
    (r"^/-/review/record/(?P<id>[0-9]{1,15})/changes$", records.changes),
    (r"^/-/review/record/(?P<id>[0-9]{1,15})/sheet$", records.sheet),
    (r"^/-/review/record/(?P<key>.+)$", records.record),
]
