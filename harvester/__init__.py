"""Turns publisher and catalogue pages into evidence.

Read :mod:`harvester.model` first: it names every thing the program handles.
"""

__version__ = "0.1.0"
