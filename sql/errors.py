"""Errors of the database edge, each one line that says what, where and what to do."""


class DatabaseError(RuntimeError):
    """Something about the database that the user must mend."""


class DatabaseUnavailable(DatabaseError):
    """The database does not answer, or does not let us in."""


class MigrationError(DatabaseError):
    """The database's migrations are not the ones that this version ships."""


class StaleAttempt(RuntimeError):
    """A newer attempt at the same work holds the token; this one must not write."""


class MergeRefused(RuntimeError):
    """A merge of entities that would make a circle, or a second merge of one."""
