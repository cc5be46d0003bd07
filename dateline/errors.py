"""Errors that a user can cause: one line each, saying what, where and what to do."""


class UserError(Exception):
    """Something that the user can mend; the message is one full line."""
