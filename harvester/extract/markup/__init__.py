"""A page's markup as flat lists, and the two engines that make them.

The engines know their library and nothing of rules; ``harvester.extract.tree`` knows the
rules' verbs and nothing of a library.
"""

from harvester.extract.markup.burden import is_too_heavy
from harvester.extract.markup.flat import Markup

__all__ = ["Markup", "parse"]


def parse(html: str) -> Markup:
    """The markup of any text: by lexbor, as browsers read it.

    What would cost lexbor more than a page may cost goes to BeautifulSoup, which nests
    nothing anew and so stays linear.
    """
    # Half a character cannot be encoded, and no parser could tell what it was.
    body = html.encode("utf-8", "replace")
    if is_too_heavy(body):
        from harvester.extract.markup import soup

        return soup.parse(html)
    from harvester.extract.markup import lexbor

    return lexbor.parse(body)
