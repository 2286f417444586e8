"""Everything the database holds about one person, found by its foreign keys: nothing can be forgotten."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import QuerySet
from django.template.defaultfilters import yesno
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from parvis.accounts.columns import COLUMNS
from parvis.accounts.models import Participant
from parvis.core.sentences import full_date
from parvis.files.models import Attachment, rendition_path

# What is left out of the page to be read; the file for machines keeps it.
EMPTY: tuple[Any, ...] = (None, "", 0, {}, [])

# Secrets, look-up hashes, and columns that say something of the machine only.
HIDDEN = {"digest", "claim_digest", "token", "password", "data", "shuffle", "source_key", "dedupe", "session_key"}


# The kinds of rows most people have, named as they would name them.
TITLES = {
    "accounts.participant": _("Who I am here"),
    "accounts.user": _("My account"),
    "accounts.address": _("My addresses"),
    "accounts.consent": _("What I agreed to"),
    "contributions.contribution": _("What I said"),
    "contributions.participation": _("Where I took part"),
    "supports.support": _("What I support"),
    "follows.follow": _("What I follow"),
    "notifications.notification": _("What I was told"),
    "usersessions.usersession": _("Where my account is open"),
    "notifications.preference": _("How often you write to me"),
    "contributions.coauthor": _("The texts I sign with others"),
    "accounts.roleassignment": _("My roles here"),
    "account.emailaddress": _("My addresses for logging in"),
    "mfa.authenticator": _("My second keys"),
    "organisations.membership": _("My organisations"),
    "replies.assignment": _("What was given to me to study"),
    "desk.savedview": _("Lists I keep"),
    "desk.export": _("Files I asked for"),
}


@dataclass(frozen=True)
class Section:
    """One kind of rows: titles ready to read, and values."""

    key: str
    title: str
    columns: list[str]
    names: list[str]
    rows: list[list[Any]]

    @property
    def entries(self) -> list[list[tuple[str, Any]]]:
        """Each row as a person reads it: what is filled in, beside its name."""
        return [list(self._said(row)) for row in self.rows]

    def _said(self, row: list[Any]) -> Iterator[tuple[str, Any]]:
        for column, value in zip(self.columns, row, strict=True):
            if isinstance(value, bool):
                yield column, yesno(value)
            elif value not in EMPTY:
                yield column, value


def personal_data(person: Participant) -> list[Section]:
    """Her own row, her account's, then each kind that points to her, non-empty, by name."""
    own = [_section(Participant, [person])]
    if person.owner:
        own.append(_section(type(person.owner), [person.owner]))
    found = [*_pointing(person), *_files(person)]
    return own + sorted(found, key=lambda section: section.key)


def _joined(person: Participant) -> QuerySet[Attachment]:
    """The photos and documents of what she said: they point to her words, not to her."""
    hers = Attachment.objects.filter(contribution__author=person).select_related(
        "image", "document", "contribution"
    )
    return hers.order_by("pk")


def _files(person: Participant) -> Iterator[Section]:
    rows = [[row.contribution.code, str(row.document or row.image), _archived(row)] for row in _joined(person)]
    if rows:
        columns = [str(_("Number")), str(_("Title")), str(_("File"))]
        yield Section("files.attachment", str(_("The files I joined")), columns, ["code", "title", "file"], rows)


def _path(row: Attachment) -> str:
    """Where the file is kept; a picture in its widest size."""
    return rendition_path(row.image.digest, row.image.sizes[-1][0]) if row.image else row.document.file.name


def _archived(row: Attachment) -> str:
    """Its name in the archive."""
    return f"fichiers/{row.pk}-{_path(row).rpartition('/')[2]}"


def _pointing(person: Participant) -> Iterator[Section]:
    holders: list[models.Model] = [person, *([person.owner] if person.owner else [])]
    for holder in holders:
        for relation in holder._meta.related_objects:
            model = relation.related_model
            if relation.hidden or model is Participant:  # what she wrote of others, as staff: « + »
                continue
            rows = model._base_manager.filter(**{relation.field.name: holder}).order_by("pk")
            joins = [field.name for field in _fields(model) if field.is_relation and not field.null]
            found = list(rows.select_related(*joins))
            if found:
                yield _section(model, found)


def _fields(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in HIDDEN and not field.primary_key and not field.name.endswith("_ptr")
    ]


def _section(model: type[models.Model], found: list[models.Model]) -> Section:
    fields = _fields(model)
    return Section(
        key=model._meta.label_lower,
        title=str(TITLES.get(model._meta.label_lower) or capfirst(model._meta.verbose_name_plural)),
        columns=[str(COLUMNS.get(field.name) or capfirst(field.verbose_name)) for field in fields],
        names=[field.name for field in fields],
        rows=[[_value(row, field) for field in fields] for row in found],
    )


def _value(row: models.Model, field: models.Field) -> Any:
    if field.is_relation:
        return "" if getattr(row, field.attname) is None else str(getattr(row, field.name))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.attname)
    return timezone.localtime(value) if isinstance(value, datetime) else value


def personal_archive(person: Participant) -> io.BytesIO:
    """A ZIP: ``donnees.html`` to read, ``donnees.json`` to reuse, and the files she joined."""
    sections = personal_data(person)
    plain = {
        section.key: [dict(zip(section.names, row, strict=True)) for row in section.rows] for section in sections
    }
    page = render_to_string(
        "accounts/data_file.html",
        {"sections": sections, "day": full_date(timezone.localdate())},
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("donnees.html", page)
        archive.writestr("donnees.json", json.dumps(plain, default=str, ensure_ascii=False, indent=2))
        for row in _joined(person):
            with default_storage.open(_path(row)) as content:
                archive.writestr(_archived(row), content.read())
    file.seek(0)
    return file
