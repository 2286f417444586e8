from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Organisation


class CollectiveForm(forms.Form):
    name = forms.CharField(label=_("Name of the collective"), max_length=160)
    description = forms.CharField(
        label=_("What you do, for whom"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class OrganisationForm(forms.ModelForm):
    """What its page says. The team, who writes it down, also says what kind it is."""

    presentation = forms.CharField(
        label=_("Presentation"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = ["kind", "name", "email", "phone", "website"]

    def __init__(self, *args: object, with_kind: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not with_kind:
            del self.fields["kind"]
        if self.instance.pk:
            self.fields["presentation"].initial = str(self.instance.description)

    def words(self) -> dict:
        """The fields to write, the presentation in the language it was written in."""
        fields = {name: value for name, value in self.cleaned_data.items() if name != "presentation"}
        text = self.cleaned_data["presentation"]
        before = self.instance.description if self.instance.pk else {}
        language = getattr(before, "language", "fr") or "fr"
        return fields | {"description": {**before, language: text}}


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail of the person to invite"), max_length=254)
