from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.notifications.models import Rhythm


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(label=_("Write to me"), choices=Rhythm, widget=forms.RadioSelect)
