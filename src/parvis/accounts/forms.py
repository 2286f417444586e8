from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Participant
from parvis.core.sentences import full_date

if TYPE_CHECKING:
    from parvis.territories.models import Space

CHARTER_WORDS = _(
    "I agree to the charter: I speak about the subject, I respect people, I publish nobody’s private details."
)
SHORT_TEXT = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you a code of 6 characters. Your address is never shown."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code we sent you"),
        max_length=20,
        widget=forms.TextInput(attrs=SHORT_TEXT | {"autocomplete": "one-time-code", "class": "code"}),
    )


class WelcomeForm(forms.Form):
    """The only questions asked of someone we do not know yet: how to name her, an account or not, the charter."""

    pseudonym = forms.CharField(
        label=_("Name shown in public"),
        help_text=_("A first name or a nickname is enough. Left empty, we write “A resident”."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    account = forms.BooleanField(
        label=_("Create an account as well"),
        help_text=_("To find all your contributions in one place. Without an account, we only check an address."),
        required=False,
    )
    under_15 = forms.BooleanField(
        label=_("I am under 15"),
        help_text=_("You can take part. For an account, a parent must agree."),
        required=False,
    )
    charter = forms.BooleanField(label=CHARTER_WORDS)

    def __init__(self, *args: object, known: Participant | None, may_have_account: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["pseudonym"]
        if not may_have_account:  # the mailbox of the household already opens one
            del self.fields["account"], self.fields["under_15"]


class ParentForm(EmailForm):
    WORDS = _("I am the parent of this young person and I agree that he or she has an account here.")

    def __init__(self, *args: object, own_email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.own_email = own_email
        self.fields["email"].label = _("Your parent’s e-mail address")
        self.fields["email"].help_text = _(
            "We send a code there. Your parent reads what it is for, and gives it to you."
        )

    def clean_email(self) -> str:
        email = super().clean_email()
        if email == self.own_email:
            raise forms.ValidationError(_("This is your own address. Give the address of a parent."))
        return email


class PersonForm(forms.Form):
    """Several people share this mailbox: who is there?"""

    who = forms.ChoiceField(label=_("Who are you?"), widget=forms.RadioSelect)

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = choices


class SlipForm(forms.Form):
    code = forms.CharField(
        label=_("The code on your slip"),
        max_length=20,
        widget=forms.TextInput(attrs=SHORT_TEXT | {"class": "code"}),
    )


class ClaimForm(forms.Form):
    people = forms.MultipleChoiceField(label=_("That was me"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, people: dict[str, Participant], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        words = _("%(name)s, noted on %(day)s")
        self.fields["people"].choices = [
            (
                key,
                words % {"name": person, "day": full_date(person.created_at)},
            )
            for key, person in people.items()
        ]


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Participant
        fields = ["pseudonym", "territory", "link", "age_band", "language"]
        labels = {"territory": _("Your commune"), "language": _("Language of our mails")}
        help_texts = {
            "pseudonym": _("A first name or a nickname is enough. Left empty, we write “A resident”."),
            "age_band": _("Never shown: to know whom we do not hear from."),
        }

    def __init__(self, *args: object, space: "Space | None", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        places = self.fields["territory"].queryset.filter(kind="commune", retired_at=None)
        self.fields["territory"].queryset = (
            places.filter(closure_up__ancestor=space.territory_id) if space else places.none()
        )
        self.fields["territory"].empty_label = _("I prefer not to say")
        for name in ("link", "age_band"):
            self.fields[name].choices = [("", _("I prefer not to say")), *self.fields[name].choices[1:]]
        self.fields["language"] = forms.ChoiceField(label=self.fields["language"].label, choices=settings.LANGUAGES)


class LeaveForm(forms.Form):
    KEEP, REMOVE = "keep", "remove"

    texts = forms.ChoiceField(
        label=_("What you wrote"),
        widget=forms.RadioSelect,
        choices=[
            (KEEP, _("Keep my texts, signed “Deleted account”")),
            (REMOVE, _("Remove my texts too")),
        ],
    )
    sure = forms.BooleanField(label=_("I understand that this cannot be undone."))
