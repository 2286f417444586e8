"""Forms that receive files. They judge the bytes; the verbs judge again."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parvis.core.files import DOCUMENTS, IMAGES, RESIDENTS_DOCUMENTS, RESIDENTS_MEGABYTES, check_upload
from parvis.core.forms import TranslatedFormField
from parvis.core.images import check_image
from parvis.files.actions import describe_image, store_image
from parvis.files.keeping import ALT_NEEDED
from parvis.files.models import Image

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.territories.models import Space


class ImageUploadField(forms.FileField):
    """A photo: refused at once, with the sentence, when it is something else."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            check_upload(upload.file, upload.name, allowed=IMAGES)
            check_image(upload.file)
        return upload


class DocumentUploadField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            check_upload(upload.file, upload.name, allowed=DOCUMENTS)
        return upload


class ResidentFileField(forms.FileField):
    """A document or an image joined by a resident."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.odt,.docx,image/jpeg,image/png,image/webp,image/gif"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            kind = check_upload(
                upload.file, upload.name, allowed=RESIDENTS_DOCUMENTS, megabytes=RESIDENTS_MEGABYTES
            )
            if kind.extension in IMAGES:
                check_image(upload.file)
        return upload


class CoverInput(forms.ClearableFileInput):
    """The picture as it is, the button to choose another, the box to take it away."""

    template_name = "files/cover_input.html"

    def is_initial(self, value: Any) -> bool:
        return isinstance(value, Image)

    def format_value(self, value: Any) -> Any:
        return value if self.is_initial(value) else None


class CoverField(ImageUploadField):
    widget = CoverInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})


class CoverFormMixin(forms.Form):
    """The picture of a démarche or of an article, and what it shows; saying nothing must be a choice."""

    image = CoverField(
        label=_("Image"),
        help_text=_(
            "Shown at the top of the page and in lists. Wide rather than tall; JPEG, PNG or WebP, 20 MB at most. "
            "Where and when it was taken is erased."
        ),
        required=False,
    )
    image_alt = TranslatedFormField(
        label=_("What the image shows"),
        help_text=_("In a few words, for those who listen to the page."),
        max_length=250,
        required=False,
    )
    image_is_decorative = forms.BooleanField(label=_("Decorative: nothing to say"), required=False)

    @staticmethod
    def cover_values(image: Image | None) -> dict[str, Any]:
        if image is None:
            return {"image": None}
        return {"image": image, "image_alt": image.alt, "image_is_decorative": image.is_decorative}

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("image") and not values.get("image_alt") and not values.get("image_is_decorative"):
            self.add_error("image_alt", ValidationError(ALT_NEEDED, code="alt"))
        return values

    def take_cover(self, values: dict[str, Any], *, space: "Space", by: "Actor") -> None:
        """Put the picture to use under ``image`` of these values, kept if it is new, and its words with it."""
        sent, words = values["image"], values.pop("image_alt")
        is_decorative = values.pop("image_is_decorative")
        if isinstance(sent, Image):
            values["image"] = describe_image(image=sent, alt=words, is_decorative=is_decorative, by=by)
        elif sent:
            values["image"] = store_image(upload=sent, alt=words, is_decorative=is_decorative, space=space, by=by)
        else:
            values["image"] = None
