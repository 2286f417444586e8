"""Installing a passkey, in our words."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class PasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = ""
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label = _("Name of this passkey")
        name.help_text = _("To tell it from another: office computer, USB key…")
        alone.label = _("Open the door with this key alone")
        alone.help_text = _("Next time, no code by mail: your finger, your face or the PIN of the key is enough.")

    def clean_name(self) -> str:
        return self.cleaned_data["name"] or str(_("A passkey"))
