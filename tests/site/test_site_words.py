"""Every word on screen has its English, its traditional script is current, and each language is served."""

import pytest
from django.core.management import call_command
from django.test import Client


def test_the_catalogues_are_whole_and_current(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("words", "--check")
    assert ended.value.code == 0, capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "word"), [("zh-hans", "登录名"), ("zh-hant", "登入名"), ("en", "Login name")])
def test_a_page_speaks_the_language_that_was_chosen(language, word):
    client = Client()
    client.post("/display/", {"language": language})
    assert word in client.get("/login/").content.decode()
