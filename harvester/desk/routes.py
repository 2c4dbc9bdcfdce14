"""The addresses of the desk's pages."""

from typing import Any

from harvester.desk import deciding, exporting, network, queue, records, signing

ROUTES: list[tuple[str, Any]] = [
    (r"^/-/review$", queue.queue),
    (r"^/-/review/sign-in$", signing.sign_in),
    (r"^/-/review/decide$", deciding.decide),
    (r"^/-/review/network$", network.network),
    (r"^/-/review/plots$", exporting.plots),
    (r"^/-/review/export$", exporting.export),
    (r"^/-/review/export/file$", exporting.file),
    (r"^/-/review/record/(?P<id>[0-9]{1,15})/decide$", deciding.form),
    (r"^/-/review/record/(?P<id>[0-9]{1,15})/text$", records.text),
    (r"^/-/review/record/(?P<id>[0-9]{1,15})/changes$", records.changes),
    (r"^/-/review/record/(?P<id>[0-9]{1,15})/sheet$", records.sheet),
    (r"^/-/review/record/(?P<key>.+)$", records.record),
]
