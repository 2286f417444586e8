from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.core.forms import DayField
from parvis.organisations.models import Mandate, Organisation, Sitting


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


class MandateForm(forms.ModelForm):
    starts_on = DayField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    ends_on = DayField(label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    class Meta:
        model = Mandate
        fields = ["kind", "name", "function", "delegation", "service", "starts_on", "ends_on", "order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = Organisation.objects.filter(space=self.instance.space, kind=Organisation.Kind.SERVICE)
        self.fields["service"].queryset = services.order_by("name")
        self.fields["order"].required = False

    def clean_order(self) -> int:
        return 10 if self.cleaned_data["order"] is None else self.cleaned_data["order"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("It ends before it starts."))
        if data.get("kind") == Mandate.Kind.HEAD and not data.get("service"):
            self.add_error("service", _("Say which service."))
        return data


class SittingForm(forms.ModelForm):
    on = DayField(label=_("Day of the sitting"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    class Meta:
        model = Sitting
        fields = ["assembly", "on", "place"]
