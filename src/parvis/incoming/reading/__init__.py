"""Reading a mail: its parts, its new text, why it is not an answer. Pure Python: bytes in, dataclasses out.

Our own reply parser, measured against ``mail-parser-reply`` on the same mails (docs/adr/0011-reply-parser.md).
"""

from parvis.incoming.reading.extract import new_text
from parvis.incoming.reading.mime import Joined, Received, read_mail
from parvis.incoming.reading.sorting import refusal_of

__all__ = ["Joined", "Received", "new_text", "read_mail", "refusal_of"]
