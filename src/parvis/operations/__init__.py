"""Running Parvis on a machine: what the ``parvis`` command does. Every failure is one clear sentence."""


class OperationError(Exception):
    """Something an IT person can mend; the message says what and how."""
