"""Pages in blocks: a short closed list of kinds, kept as validated JSON, the same wherever the team writes.

A value is a list: ``[{"id": "k3x9", "type": "text", "html": {"fr": "<p>…</p>", "ar": "…"}}, …]``. Texts hold one
entry per language. ``BlocksField`` (core/blocks/forms.py) edits it, ``{% blocks value %}`` shows it.
"""

from parvis.core.blocks.kinds import KINDS, BlockKind, Field, Shape
from parvis.core.blocks.text import blocks_text
from parvis.core.blocks.validation import validate_blocks

__all__ = ["KINDS", "BlockKind", "Field", "Shape", "blocks_text", "validate_blocks"]
