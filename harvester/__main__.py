"""Lets ``python -m harvester`` do what the ``harvester`` command does."""

from harvester.cli import main

main()
