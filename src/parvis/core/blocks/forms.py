"""Editing blocks in a form, with or without JavaScript.

``BlocksField`` asks; its buttons (add, move, remove) send the form, which comes back with everything that was
written; ``blocks-editor.js`` does the same in place. A form that has such fields inherits ``BlocksFormMixin``:

    class PageForm(BlocksFormMixin, forms.Form):
        body = BlocksField(label=_("Content"), required=False)

    form = PageForm(request.POST or None, request.FILES or None, owner=Owner(space=space, by=request.actor))

A form that comes back because of a gesture is not valid and shows no error.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from parvis.core.blocks.kinds import KINDS, BlockKind, Field, Shape
from parvis.core.blocks.sources import Owner, load_all, source_of
from parvis.core.blocks.validation import MOST_BLOCKS, new_id, validate_blocks

UPLOADED = "upload"


class BlocksWidget(forms.Widget):
    template_name = "blocks/editor.html"
    use_fieldset = True
    needs_multipart_form = True
    owner: Owner | None = None

    # Reading -------------------------------------------------------------------------------------------

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """The blocks as they were written, in the order of the page, after the gesture if there is one."""
        if f"{name}-here" not in data:
            return []
        reader = _Reader(data, files or MultiValueDict(), name)
        return _after_gesture(data.get(f"{name}-do", ""), reader.blocks(), data.get(f"{name}-kind", ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-here" not in data

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return ""

    # Showing -------------------------------------------------------------------------------------------

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        blocks = [block for block in value or [] if isinstance(block, dict) and block.get("type") in KINDS]
        drawn = _Drawing(name, blocks, self.owner)
        context["editor"] = {
            "name": name,
            "id": context["widget"]["attrs"].get("id", name),
            "blocks": [drawn.block(block, rank) for rank, block in enumerate(blocks, start=1)],
            "kinds": list(KINDS.values()),
            "blanks": [drawn.blank(kind) for kind in KINDS.values()],
        }
        return context


class _Reader:
    """Reads posted names: ``body-ID-field_fr``, ``body-ID-ITEM-field_fr``; the order is that of ``body-block``."""

    def __init__(self, data: Any, files: Any, name: str) -> None:
        self.data, self.files, self.name = data, files, name

    def blocks(self) -> list[dict[str, Any]]:
        found = []
        for identifier in self._list(f"{self.name}-block")[:MOST_BLOCKS]:
            kind = KINDS.get(self.data.get(f"{self.name}-{identifier}-type", ""))
            if kind:
                found.append(self._block(identifier, kind))
        return found

    def _list(self, name: str) -> list[str]:
        return list(self.data.getlist(name)) if hasattr(self.data, "getlist") else list(self.data.get(name, []))

    def _block(self, identifier: str, kind: BlockKind) -> dict[str, Any]:
        start = f"{self.name}-{identifier}"
        block = {"id": identifier, "type": kind.key, **self._fields(start, kind.fields)}
        if kind.items:
            block["items"] = [
                {"id": item, **self._fields(f"{start}-{item}", kind.items)} for item in self._list(f"{start}-item")
            ]
        return block

    def _fields(self, start: str, fields: tuple[Field, ...]) -> dict[str, Any]:
        return {field.name: self._field(f"{start}-{field.name}", field) for field in fields} | {
            UPLOADED: {
                field.name: upload for field in fields if (upload := self.files.get(f"{start}-{field.name}-file"))
            }
        }

    def _field(self, name: str, field: Field) -> Any:
        if field.shape.is_text:
            return {code: self.data.get(f"{name}_{code}", "") for code, _label in settings.LANGUAGES}
        if field.shape is Shape.TICK:
            return self.data.get(name) in ("on", "true", "1")
        upload = self.files.get(f"{name}-file")
        return getattr(upload, "kept_as", None) or self.data.get(name, "")


def _after_gesture(gesture: str, blocks: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    verb, _space, rest = gesture.partition(" ")
    place, _space, item = rest.partition(" ")
    rank = next((n for n, block in enumerate(blocks) if block["id"] == place), None)
    if verb == "add" and kind in KINDS and len(blocks) < MOST_BLOCKS:
        blocks.append(_new_block(KINDS[kind]))
    if rank is None:
        return blocks
    if verb == "remove":
        del blocks[rank]
    elif verb in {"up", "down"}:
        other = rank + (1 if verb == "down" else -1)
        if 0 <= other < len(blocks):
            blocks[rank], blocks[other] = blocks[other], blocks[rank]
    elif verb == "more":
        blocks[rank].setdefault("items", []).append({"id": new_id()})
    elif verb == "less":
        blocks[rank]["items"] = [kept for kept in blocks[rank].get("items", []) if kept["id"] != item]
    return blocks


def _new_block(kind: BlockKind) -> dict[str, Any]:
    return {"id": new_id(), "type": kind.key} | ({"items": [{"id": new_id()}]} if kind.items else {})


class _Drawing:
    """Blocks in the shape of ``blocks/editor_block.html``."""

    def __init__(self, name: str, blocks: list[dict[str, Any]], owner: Owner | None) -> None:
        self.name, self.owner = name, owner
        self.kept = load_all(wanted_keys(blocks))
        self.choices: dict[Shape, list[Any]] = {}

    def block(self, block: dict[str, Any], rank: int) -> dict[str, Any]:
        kind, start = KINDS[block["type"]], f"{self.name}-{block['id']}"
        return {
            "id": block["id"],
            "rank": rank,
            "kind": kind,
            "start": start,
            "fields": self._fields(start, kind.fields, block),
            "items": [
                self._item(start, kind, item, number) for number, item in enumerate(block.get("items", []), start=1)
            ],
            "blank_item": self._item(start, kind, {"id": "ITEM"}, "") if kind.items else None,
        }

    def blank(self, kind: BlockKind) -> dict[str, Any]:
        """An empty block for the script to copy: ``BLOCK`` and ``ITEM`` stand for ids to come."""
        items = [{"id": "FIRST"}] if kind.items else []
        return self.block({"id": "BLOCK", "type": kind.key, "items": items}, 0)

    def _item(self, start: str, kind: BlockKind, item: dict[str, Any], rank: Any) -> dict[str, Any]:
        identifier = item.get("id") or new_id()
        place = f"{start}-{identifier}"
        return {"id": identifier, "rank": rank, "fields": self._fields(place, kind.items, item)}

    def _fields(self, start: str, fields: tuple[Field, ...], holder: dict[str, Any]) -> list[dict[str, Any]]:
        return [self._field(f"{start}-{field.name}", field, holder.get(field.name)) for field in fields]

    def _field(self, name: str, field: Field, value: Any) -> dict[str, Any]:
        shape = field.shape
        first, *others = self._languages(name, value) if shape.is_text else [None]
        return {
            "name": name,
            "field": field,
            "shape": shape.value,
            "value": value or "",
            "first": first,
            "others": others,
            "kept": self.kept.get(shape, {}).get(_as_key(shape, value)),
            "choices": field.choices or self._choices(shape),
        }

    def _languages(self, name: str, value: Any) -> list[dict[str, str]]:
        texts = value if isinstance(value, dict) else {settings.LANGUAGE_CODE: value or ""}
        mine = [settings.LANGUAGE_CODE, *(c for c, _label in settings.LANGUAGES if c != settings.LANGUAGE_CODE)]
        offered = getattr(getattr(self.owner, "space", None), "languages", None) or mine
        labels = dict(settings.LANGUAGES)
        return [
            {
                "name": f"{name}_{code}",
                "code": code,
                "label": labels[code],
                "direction": "rtl" if code == "ar" else "ltr",
                "value": texts.get(code, ""),
            }
            for code in mine
            if code in offered or code == settings.LANGUAGE_CODE or texts.get(code)
        ]

    def _choices(self, shape: Shape) -> list[Any]:
        source = source_of(shape)
        if shape not in self.choices:
            self.choices[shape] = source.choices(self.owner) if source and source.choices and self.owner else []
        return self.choices[shape]


def wanted_keys(blocks: list[dict[str, Any]]) -> dict[Shape, set[Any]]:
    """What these blocks name, by shape."""
    wanted: dict[Shape, set[Any]] = {Shape.IMAGE: set(), Shape.DOCUMENT: set(), Shape.STEP: set()}
    for block in blocks:
        kind = KINDS.get(block.get("type", ""))
        if kind is None:
            continue
        for fields, holder in ((kind.fields, block), *((kind.items, item) for item in block.get("items", []))):
            for field in fields:
                key = _as_key(field.shape, holder.get(field.name)) if field.shape in wanted else None
                if key:
                    wanted[field.shape].add(key)
    return wanted


def _as_key(shape: Shape, value: Any) -> Any:
    if shape is Shape.STEP or not value:
        return value
    return int(value) if str(value).isascii() and str(value).isdigit() and len(str(value)) < 19 else None


class BlocksField(forms.Field):
    widget = BlocksWidget

    def keep_uploads(self, value: list[dict[str, Any]]) -> list[str]:
        """Store the files sent with the form, once, whatever becomes of the rest; the sentences of those refused."""
        refusals = []
        for rank, block in enumerate(value, start=1):
            kind = KINDS[block["type"]]
            for holder in (block, *block.get("items", [])):
                shapes = {field.name: field.shape for field in (*kind.fields, *kind.items)}
                for name, upload in holder.get(UPLOADED, {}).items():
                    try:
                        holder[name] = self._kept(upload, shapes[name], holder)
                    except ValidationError as error:
                        refusals += [f"{_('Block')} {rank} ({kind.label}): {message}" for message in error.messages]
        return refusals

    def _kept(self, upload: Any, shape: Shape, holder: dict[str, Any]) -> int:
        if getattr(upload, "kept_as", None) is None:
            source, owner = source_of(shape), self.widget.owner
            if source is None or source.keep is None or owner is None:
                raise ValidationError(_("Files cannot be received here."))
            words = holder.get("alt") or holder.get("title") or {}
            upload.kept_as = source.keep(upload, {code: text for code, text in words.items() if text}, owner)
        return upload.kept_as

    def clean(self, value: Any) -> list[dict[str, Any]]:
        refusals = self.keep_uploads(value or [])
        if refusals:
            raise ValidationError(refusals)
        blocks = validate_blocks(value or [])
        if self.required and not blocks:
            raise ValidationError(self.error_messages["required"], code="required")
        return blocks

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


class BlocksFormMixin:
    """For forms with ``BlocksField``: knows its owner, and that a gesture on blocks is not a submission."""

    def __init__(self, *args: Any, owner: Owner | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._blocks = [name for name, field in self.fields.items() if isinstance(field, BlocksField)]
        for name in self._blocks:
            self.fields[name].widget.owner = owner

    @property
    def is_gesture(self) -> bool:
        """Someone added, moved or removed a block: show the form again."""
        return self.is_bound and any(self.data.get(f"{self.add_prefix(name)}-do") for name in self._blocks)

    def full_clean(self) -> None:
        if not self.is_gesture:
            super().full_clean()
            return
        self._errors, self.cleaned_data = ErrorDict(), {}
        for name in self._blocks:
            refusals = self.fields[name].keep_uploads(self[name].data)
            if refusals:
                self.add_error(name, ValidationError(refusals))

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_gesture
