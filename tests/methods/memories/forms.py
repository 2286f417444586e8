from django import forms

from parvis.contributions.forms import HumanForm


class MemoryForm(HumanForm):
    title = forms.CharField(label="In one sentence", max_length=120)
    body = forms.CharField(label="Tell us more", required=False, max_length=2000, widget=forms.Textarea)
    year = forms.IntegerField(label="Which year was it?", required=False, min_value=1850, max_value=2100)
