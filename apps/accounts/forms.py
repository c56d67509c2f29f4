"""Forms for signing up and logging in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.models import User
from django.core.validators import RegexValidator

from apps.common.words import lazy, t

USERNAME_LENGTH = 40
PASSWORD_LENGTH = 200
PLAIN_NAME = RegexValidator(r"\A[\w.+-]+\Z", lazy("Use letters, digits and . + - _ only."))


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class SignUpForm(forms.Form):
    username = forms.CharField(label="Name", max_length=USERNAME_LENGTH, validators=[PLAIN_NAME])
    password = forms.CharField(
        label=lazy("Password"), max_length=PASSWORD_LENGTH, strip=False, widget=forms.PasswordInput(render_value=False)
    )

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(t("This name is taken: choose another."))
        return username

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned and "username" in cleaned:
            try:
                password_validation.validate_password(cleaned["password"], User(username=cleaned["username"]))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class LogInForm(forms.Form):
    username = forms.CharField(label="Name", max_length=USERNAME_LENGTH)
    password = forms.CharField(
        label=lazy("Password"), max_length=PASSWORD_LENGTH, strip=False, widget=forms.PasswordInput(render_value=False)
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"username", "password"} <= set(cleaned):
            cleaned["user"] = authenticate(username=cleaned["username"], password=cleaned["password"])
            if cleaned["user"] is None:
                raise forms.ValidationError(t("This name and password do not go together."))
        return cleaned
