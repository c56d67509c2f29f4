"""The form for a new design."""

from django import forms

from apps.designs.queries import STARTER, template_names


class NewDesignForm(forms.Form):
    template = forms.CharField(max_length=60, initial=STARTER)

    def clean_template(self) -> str:
        template = str(self.cleaned_data["template"])
        if template not in template_names():
            raise forms.ValidationError("There is no such template.")
        return template
