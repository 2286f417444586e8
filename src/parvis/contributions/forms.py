"""Forms residents fill in: plain text, and a quiet check that a person is writing. No CAPTCHA."""

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parvis.files.forms import ImageUploadField, ResidentFileField

SALT = "human-form"
LEAST_SECONDS = 2


class PlainTextField(forms.CharField):
    """Several lines of plain text. A line end counts for one character, as the person sees it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


def new_token() -> str:
    """Says when a form was drawn, and makes a double submit one and the same."""
    return signing.TimestampSigner(salt=SALT).sign(secrets.token_urlsafe(12))


class HumanForm(forms.Form):
    """A field no person sees (``website``), and the time it took: two checks that cost nobody anything."""

    website = forms.CharField(required=False, label=_("Leave this box empty"))
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}
        self.fields["token"].initial = new_token

    def questions(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name != "website"]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("A box that people do not see was filled in. Empty it, then send again."))
        return ""

    def clean_token(self) -> str:
        """The random part, once the signature and the time are right; else a new one goes out with the same words."""
        signer = signing.TimestampSigner(salt=SALT)
        try:
            token = signer.unsign(self.cleaned_data["token"])
        except signing.BadSignature:
            self.data = self.data.copy()
            self.data[self.add_prefix("token")] = new_token()
            raise ValidationError(_("This page had grown old. Send it once more.")) from None
        try:
            signer.unsign(self.cleaned_data["token"], max_age=LEAST_SECONDS)
        except signing.SignatureExpired:
            return token
        raise ValidationError(_("That was very quick. Read your text once more, then send it again."))


class EditForm(forms.Form):
    """The words alone; ``seen`` is how many earlier versions the person knew of."""

    title = forms.CharField(label=_("Title"), max_length=200)
    body = PlainTextField(label=_("Your text"))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, title_max: int, body_max: int, has_title: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = forms.CharField(label=_("Title"), max_length=title_max)
        self.fields["body"] = PlainTextField(label=_("Your text"), max_length=body_max)
        if not has_title:
            del self.fields["title"]


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why? Everyone will see it."), required=False, max_length=300)


class PhotoForm(forms.Form):
    upload = ImageUploadField(label=_("Photo"), help_text=_("JPEG, PNG or WebP, 20 MB at most."))
    alt = forms.CharField(
        label=_("What the photo shows"),
        help_text=_("A few words, for those who listen to the page."),
        max_length=250,
    )


class DocumentForm(forms.Form):
    upload = ResidentFileField(
        label=_("Document"), help_text=_("PDF, OpenDocument (ODT), Word (DOCX) or image, 10 MB at most.")
    )
    title = forms.CharField(
        label=_("Its title"), help_text=_("What one will find in it, in a few words."), max_length=160
    )


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Their e-mail address"), help_text=_("We write once, and keep nothing."))
