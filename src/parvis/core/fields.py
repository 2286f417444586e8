"""Fields shared by every room."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, override


class Translated(dict):
    """Text in several languages: ``{"fr": "…", "ar": "…"}``. ``str()`` gives the reader's, else the nearest."""

    @property
    def language(self) -> str:
        """The language ``str()`` answers in, so that a template may say ``lang=`` or « in French only »."""
        wanted = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        return next((code for code in (wanted, settings.LANGUAGE_CODE, *self) if self.get(code)), wanted)

    @property
    def is_fallback(self) -> bool:
        return bool(self) and self.language != (get_language() or settings.LANGUAGE_CODE).split("-")[0]

    def __str__(self) -> str:
        return str(self.get(self.language, ""))

    def __bool__(self) -> bool:
        return any(self.values())

    def __html__(self) -> str:
        from django.utils.html import escape

        return escape(str(self))


class _Assign:
    """Lets one write ``process.title = "…"``: a plain string is text in the default language."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: models.Model | None, owner: type) -> Any:
        if instance is None:
            return self
        if self.name not in instance.__dict__:
            instance.refresh_from_db(fields=[self.name])
        return instance.__dict__[self.name]

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.name] = as_translated(value)


def as_translated(value: Any) -> Any:
    if value is None or isinstance(value, Translated) or hasattr(value, "resolve_expression"):
        return value
    if isinstance(value, dict):
        return Translated(value)
    return Translated({settings.LANGUAGE_CODE: str(value)} if value else {})


def in_every_language(sentence: Any, **params: Any) -> Translated:
    """A sentence of the house (lazy, from the catalogues) written out in each language, to be stored as text."""
    spoken = Translated()
    for code, _name in settings.LANGUAGES:
        with override(code):
            spoken[code] = str(sentence) % params if params else str(sentence)
    return spoken


class TranslatedField(models.JSONField):
    """One JSON column holding a text in each language; a new language needs no migration."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Translated)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is Translated:
            del kwargs["default"]
        if kwargs.get("blank") is True:
            del kwargs["blank"]
        return name, path, args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Assign(self.attname))

    def get_prep_value(self, value: Any) -> Any:
        value = as_translated(value)
        if isinstance(value, Translated):
            value = {code: text for code, text in value.items() if text}
        return super().get_prep_value(value)
