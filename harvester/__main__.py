"""Lets ``python -m harvester`` do what the ``harvester`` command does."""

from harvester.cli import main

if __name__ == "__main__":  # the processes of a cluster import this module under another name
    main()
