"""Codes that people read over the phone and copy from a slip."""

import secrets

# No 0, O, 1, I, L, U: none is taken for another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def random_code(length: int) -> str:
    """``length`` characters nobody can guess; 30 possibilities each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
