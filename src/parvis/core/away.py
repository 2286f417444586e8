"""A database that does not answer for a while: what readers, logs and the worker make of it."""

import logging

from django.db import DatabaseError, InterfaceError, OperationalError

_OURS = ("no such table", "no such column")  # SQLite’s word for a fault of the code, which deserves its traceback


def is_away(error: BaseException | None) -> bool:
    """Restarting, unreachable, locked for long, its disk full: it comes back, nothing is wrong in the code."""
    return isinstance(error, OperationalError | InterfaceError) and not any(one in str(error) for one in _OURS)


def said(error: DatabaseError | BaseException) -> str:
    return " ".join(str(error).split())


class OneLine(logging.Filter):
    """One line in the log for each page that a database away made fail, not a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and is_away(error):
            record.msg, record.args = "The database does not answer: %s (%s)", (said(error), record.getMessage())
            record.exc_info = record.exc_text = None
        return True
