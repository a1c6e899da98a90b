"""The form in which a client's hook is written, for tests that know it exists."""

from mayact.core.wire.hooks.forms import Form, Place, form_of


def the_form(client: str, place: Place) -> Form:
    form = form_of(client, place)
    assert form is not None
    return form
