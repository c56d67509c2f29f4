"""The form for a new design."""

from django import forms

from apps.designs.queries import STARTER, template_names


class NameForm(forms.Form):
    """What a person calls a version; nothing takes its name away."""

    name = forms.CharField(max_length=80, required=False, strip=True)


class NewDesignForm(forms.Form):
    template = forms.CharField(max_length=60, initial=STARTER)

    def clean_template(self) -> str:
        template = str(self.cleaned_data["template"])
        if template not in template_names():
            raise forms.ValidationError("There is no such template.")
        return template
