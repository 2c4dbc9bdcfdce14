"""What is wrong with a structured source, in a sentence."""

from harvester.errors import HarvesterError


class StructuredError(HarvesterError):
    """A structured source cannot be read on: what came before it stands."""
