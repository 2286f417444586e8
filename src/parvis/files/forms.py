"""Forms that receive files. They judge the bytes; the verbs judge again."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parvis.core.files import DOCUMENTS, IMAGES, check_upload
from parvis.files.keeping import ALT_NEEDED


class ImageUploadField(forms.FileField):
    """A photo: refused at once, with the sentence, when it is something else."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            check_upload(upload.file, upload.name, allowed=IMAGES)
        return upload


class DocumentUploadField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            check_upload(upload.file, upload.name, allowed=DOCUMENTS)
        return upload


class ImageForm(forms.Form):
    """An image and what it shows; saying nothing must be a choice."""

    upload = ImageUploadField(label=_("Image"), help_text=_("JPEG, PNG or WebP, 20 MB at most."))
    alt = forms.CharField(label=_("What the image shows"), max_length=250, required=False)
    is_decorative = forms.BooleanField(label=_("Decorative: nothing to say"), required=False)
    credit = forms.CharField(label=_("Credit"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("alt", "").strip() and not values.get("is_decorative"):
            self.add_error("alt", ValidationError(ALT_NEEDED, code="alt"))
        return values


class DocumentForm(forms.Form):
    upload = DocumentUploadField(label=_("Document"), help_text=_("PDF, Word, LibreOffice, Excel, CSV or text."))
    title = forms.CharField(label=_("Title"), max_length=160)
    text_alternative = forms.CharField(
        label=_("What it says, in text"),
        help_text=_("For those who cannot read the file: its main points in a few lines."),
        widget=forms.Textarea,
        required=False,
    )
    language = forms.ChoiceField(label=_("Language of the document"), choices=settings.LANGUAGES)
