"""One family of errors: each is a sentence for a person and carries an exit code.

The exit codes are the contract's: 1 a source failed or a check found something, 2 the
command or the configuration is wrong, 3 another run holds the lock, 130 interrupted.
"""


class HarvesterError(Exception):
    """What happened, to which source, and what to do next, in one or two sentences."""

    exit_code = 1


class SourceError(HarvesterError):
    """A source could not be turned into bytes: no file, no permission, no such address."""


class NotFoundError(HarvesterError):
    """No record answers to the key that a person gave."""


class StorageError(HarvesterError):
    """The database could not be read or written: disk full, read-only, damaged, locked."""


class UsageError(HarvesterError):
    """The command asks for something that cannot be."""

    exit_code = 2


class ConfigurationError(HarvesterError):
    """A file in the configuration, or a HARVESTER_ variable, is wrong."""

    exit_code = 2


class DatabaseError(HarvesterError):
    """The database file is not one of ours, or a newer harvester wrote it."""

    exit_code = 2
