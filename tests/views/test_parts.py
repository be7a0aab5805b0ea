"""Parts of pages that are rendered once for the same values."""

import re

import pytest
from django.template import Context, Template
from django.test import Client

from claims.models import Role
from claims.templatetags.parts import part
from tests.factories import make_claim, make_user

ICON = "_icon.html"


def test_the_same_values_make_the_same_part() -> None:
    assert part(ICON, name="bell") is part(ICON, name="bell")
    assert part(ICON, name="bell") != part(ICON, name="x")


def test_a_part_sees_nothing_but_its_values() -> None:
    template = Template('{% load parts %}{% part "_icon.html" name="bell" %}')
    assert "secret" not in template.render(Context({"size": "secret"}))


def test_what_is_typed_is_escaped_in_a_part() -> None:
    assert "#&lt;b&gt;" in part(ICON, name="<b>")


@pytest.mark.django_db
@pytest.mark.parametrize("value", [["a list"], make_user])
def test_only_values_that_are_equal_when_they_read_alike_are_taken(value: object) -> None:
    """Rows of the database are equal as long as they have one number, whatever they say."""
    with pytest.raises(TypeError):
        part(ICON, name=value() if callable(value) else value)


@pytest.mark.django_db
def test_each_person_gets_a_shell_of_their_own(client: Client) -> None:
    make_claim()
    for name, role in [("Ida Lorn", Role.EDITOR), ("Vi Thorn", Role.VIEWER)] * 2:
        client.force_login(make_user(role, name=name))
        text = client.get("/claims/").text
        assert set(re.findall(r"Ida Lorn|Vi Thorn", text[: text.index("<main")])) == {name}
        assert ('href="/team/"' in text) == (role == Role.EDITOR)
