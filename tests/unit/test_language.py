"""Language: the bundled model, ISO codes, and no answer where there is none."""

import socket

import pytest

from transforms.language import detect_language, normalise_language

SENTENCES = {
    "en": "The harbour master said that the northern quay would stay closed until the end of the week.",
    "de": "Der Hafenmeister sagte, dass der nördliche Kai bis zum Ende der Woche gesperrt bleiben werde.",
    "fr": "Le capitaine du port a déclaré que le quai nord resterait fermé jusqu'à la fin de la semaine.",
    "es": "El capitán del puerto dijo que el muelle norte seguiría cerrado hasta el fin de semana.",
    "ru": "Начальник порта сообщил, что северный причал останется закрытым до конца недели.",
    "ja": "港長は、北の埠頭は週末まで閉鎖されたままになると述べた。",
    "sv": "Hamnkaptenen sade att den norra kajen skulle vara stängd till slutet av veckan.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_enough(language):
    found, score = detect_language(SENTENCES[language])
    assert found == language
    assert 0.5 <= score <= 1


@pytest.mark.parametrize(
    "text", ["", "   \n", "OK", "12 345 678", "https://example.org/a/very/long/address/of/a/page"]
)
def test_too_little_gives_no_language(text):
    assert detect_language(text)[0] is None


def test_newlines_and_repeats_change_nothing():
    text = "\n\n".join([SENTENCES["de"]] * 50)
    assert detect_language(text) == detect_language(text)
    assert detect_language(text)[0] == "de"


def test_no_network_is_asked(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: pytest.fail("asked for an address"))
    assert detect_language(SENTENCES["en"])[0] == "en"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("nb", "no"),
        ("DE", "de"),
        ("iw", "he"),
        ("", None),
        (None, None),
        ("xyz", None),
    ],
)
def test_language_tags_become_iso_codes(tag, code):
    assert normalise_language(tag) == code
