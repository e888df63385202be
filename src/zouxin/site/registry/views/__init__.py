"""Screens of this app."""

from django.core.exceptions import ValidationError
from django.forms import Form


def wrong(form: Form, error: ValidationError) -> None:
    """Tell in a form what an action refused: beside the field it names, where the form has it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, told in error.message_dict.items():
        field = name if name in form.fields else None
        for sentence in told:
            form.add_error(field, sentence)
