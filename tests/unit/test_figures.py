"""Figures: how many, what happened, to whom, who says so, and whether it belongs to this event."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.figures import find_figures
from transforms.mentions import split_paragraphs
from transforms.reading import Passage, Reading
from transforms.records import Figure, Mention, Quote

BLANK = spacy.blank("en")


def read(text: str, *named: tuple[str, str], quotes: tuple[Quote, ...] = ()) -> tuple[Figure, ...]:
    """Find the figures of a text in which some names were recognised, each with its kind."""
    passages = tuple(
        Passage(start=start, doc=BLANK.make_doc(paragraph), parsed=False)
        for start, paragraph in split_paragraphs(text)
    )
    places = [(text.index(name), name, kind) for name, kind in named]
    mentions = tuple(
        Mention(start=start, end=start + len(name), text=name, label=kind, kind=kind, entity_id=f"{kind}:{name}")
        for start, name, kind in sorted(places)
    )
    return find_figures(Reading(text=text, passages=passages, mentions=mentions), quotes)


def tell(text: str) -> list[tuple[str, int | None]]:
    return [(figure.happened, figure.low) for figure in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels killed 12 soldiers and wounded 30 others.", [("killed", 12), ("wounded", 30)]),
        ("Fifty miners were killed and 20 wounded.", [("killed", 50), ("wounded", 20)]),
        ("The blast left five dead and 17 injured.", [("killed", 5), ("wounded", 17)]),
        ("A shell hit the school, killing four pupils and wounding six.", [("killed", 4), ("wounded", 6)]),
        ("The death toll from the flood rose to 45.", [("killed", 45)]),
        ("The number of people killed in the fire has risen to 120.", [("killed", 120)]),
        ("The storm claimed the lives of nine fishermen.", [("killed", 9)]),
        ("It resulted in the deaths of 33 villagers.", [("killed", 33)]),
        ("There were 31 deaths and 7 people are missing.", [("killed", 31), ("missing", 7)]),
        ("The brigade lost 60 conscripts.", [("killed", 60)]),
        ("Five of the injured left the clinic.", [("wounded", 5)]),
        ("Two of the injured died later.", [("killed", 2)]),
        ("Six clerks were among the dead.", [("killed", 6)]),
        ("At least 8 people, among them three children, died.", [("killed", 8), ("killed", 3)]),
        ("The bomb hurt 26 people, four of them seriously.", [("wounded", 26), ("wounded", 4)]),
        ("The crash killed all aboard, including 12 sailors.", [("killed", 12)]),
        ("It killed her husband and three children.", [("killed", 3)]),
        ("A soldier and two nurses were killed.", [("killed", 1), ("killed", 2)]),
        ("A 34-year-old woman was killed.", [("killed", 1)]),
        ("Gunmen took 12 people hostage.", [("abducted", 12)]),
        ("The fire forced 10,000 people from their homes.", [("displaced", 10000)]),
        ("Eighty monks abducted in May were freed.", [("abducted", 80), ("released", 80)]),
        ("Police arrested 37 protesters.", [("detained", 37)]),
        ("Four pilots were captured.", [("captured", 4)]),
        ("Dozens were feared dead.", [("killed", None)]),
        ("SEVEN GUARDS TRAVELLING ABOARD A BUS WERE KILLED.", [("killed", 7)]),
        ("Seven of the nine guards were wounded.", [("wounded", 7)]),
        ("He was one of 14 people arrested last week.", [("detained", 14)]),
        ("A radio host put the number killed at 19.", [("killed", 19)]),
        ("Among the dead were three firemen.", [("killed", 3)]),
        ("The wounded included two boys and a nurse.", [("wounded", 2), ("wounded", 1)]),
        ("Eleven of those killed were cousins.", [("killed", 11)]),
        ("Nine people were shot, three fatally.", [("killed", 3)]),
        ("The ferry drowned at least 12 pilgrims.", [("killed", 12)]),
        ("Twelve pilgrims drowned.", [("killed", 12)]),
        ("Investigators found the bodies of seven attackers.", [("killed", 7)]),
        ("The clinic received 23 bodies from the terminal.", [("killed", 23)]),
        ("The army lost four border guards.", [("killed", 4)]),
        ("The states that send troops have now lost 43 of them.", [("killed", 43)]),
        ("One of the altos had lost a cousin.", [("killed", 1)]),
        ("The ministry put its own dead at 17.", [("killed", 17)]),
        ("They said that 112 soldiers were being held for questioning.", [("detained", 112)]),
        ("The navy held 41 seafarers for a month.", [("detained", 41)]),
        ("They were holding 30 officers.", [("abducted", 30)]),
        ("Gunmen were holding 30 nurses.", [("abducted", 30)]),
        ("Police were holding 30 officers.", [("detained", 30)]),
        ("The hospital was treating 61 people.", [("wounded", 61)]),
        ("Of the 61 people whom the hospital treated, 44 went home.", [("wounded", 61)]),
        ("About 70,000 people were driven out of the valley.", [("displaced", 70000)]),
        ("UNHCR says that 41,000 people have left the valley.", [("displaced", 41000)]),
        ("It lost 43 soldiers in nine years, five of them since Monday.", [("killed", 43), ("killed", 5)]),
        ("Two of the three sailors who went missing were found.", [("missing", 3)]),
        ("They mourned the five soldiers who were killed.", [("killed", 5)]),
        ("The two countries fought a war in which 2,000 people died.", [("killed", 2000)]),
        ("The toll rose to five. It rose from four after a corporal died.", [("killed", 5), ("killed", 1)]),
        ("Teams recovered 107 disfigured bodies.", [("killed", 107)]),
        ("Of 12 leaders, five were later found murdered.", [("killed", 5)]),
        ("The mayor's driver was killed.", [("killed", 1)]),
        ("Her daughter was seriously wounded.", [("wounded", 1)]),
        ("Police said they had taken 45 people into custody.", [("detained", 45)]),
        ("Some 3,000 families were forced to leave.", [("displaced", 3000)]),
        ("Four nurses remain captive.", [("captured", 4)]),
        ("He wounded a further six people.", [("wounded", 6)]),
        ("Another 12 people were being treated in hospital.", [("wounded", 12)]),
        ("Two soldiers died of their wounds, bringing the total to nine.", [("killed", 2), ("killed", 9)]),
        ("Five officers were shot, two of them fatally.", [("killed", 2)]),
        ("The virus claimed another 12 victims.", [("killed", 12)]),
        ("Thirty people sustained burns.", [("wounded", 30)]),
        ("Two died and seven, including two nurses, injured.", [("killed", 2), ("wounded", 7), ("wounded", 2)]),
        ("Of the 45 people detained, 30 were later released.", [("detained", 45), ("released", 30)]),
        ("It ended in the loss of all 12 crew.", [("killed", 12)]),
        ("A Palestinian was shot dead.", [("killed", 1)]),
        ("The group released two Americans.", [("released", 2)]),
        ("Some 14 million children need help and 300 had died.", [("killed", 300)]),
        ("The fatalities included 13 children.", [("killed", 13)]),
        ("Members met. Nearly 3,500 members of the U.S.-led force have died.", [("killed", 3500)]),
        ("The crash killed all of its nearly 300 passengers.", [("killed", 300)]),
        ("The death toll is now 285, according to a Castra official.", [("killed", 285)]),
        ("It caused the death of four men and injuries to seven others.", [("killed", 4), ("wounded", 7)]),
        (
            "Some 25 of its soldiers have been killed along with two civilians.",
            [("killed", 25), ("killed", 2)],
        ),
        (
            "At least 17 children, 14 women and four elders were among the dead.",
            [("killed", n) for n in (17, 14, 4)],
        ),
        ("A fight left five officers and a dozen militants dead.", [("killed", 5), ("killed", 12)]),
        (
            "It killed 28 members of a family in one strike and 11 people in a tower.",
            [("killed", 28), ("killed", 11)],
        ),
        ("He was one of 700 people shot and killed by police.", [("killed", 700)]),
        ("Gunmen shot and killed seven people.", [("killed", 7)]),
        ("Several people were taken to hospitals.", [("wounded", None)]),
        ("The two sides exchanged 150 prisoners.", [("released", 150)]),
        ("The number of displaced people exceeds 400,000.", [("displaced", 400000)]),
        ("The death toll is 300, of whom 200 were children.", [("killed", 300), ("killed", 200)]),
        ('They killed "no fewer than 35 rebels".', [("killed", 35)]),
        ('Nearly 100 rebels were "neutralised".', [("killed", 100)]),
        (
            "The army said it had killed 35 rebels and that two soldiers had been wounded.",
            [("killed", 35), ("wounded", 2)],
        ),
        ("The number of dead in the mine collapse rose from 14 to 18.", [("killed", 18)]),
        ("Officials raised the death toll from 20 to 27.", [("killed", 27)]),
        (
            "The death toll, which stood at 12 on Monday, has risen to 19.",
            [("killed", 12), ("killed", 19)],
        ),
        ("The conflict killed 15k.", [("killed", 15_000)]),
        ("The brigade lost 14 tanks and 60 men.", [("killed", 60)]),
        ("Two clerks from Castra were among the dead.", [("killed", 2)]),
        ("Some 300 prisoners of war were exchanged.", [("released", 300)]),
        ("Up to 4,000 people have left.", [("displaced", 4000)]),
        ("Divers found one of the three sailors missing.", [("missing", 3)]),
        ("Twelve people were killed, of whom three were children.", [("killed", 12), ("killed", 3)]),
        ("Five people did die.", [("killed", 5)]),
        ("The toll rose from 12 to 19.", [("killed", 19)]),
        ("Floods displaced 10 000 people.", [("displaced", 10_000)]),
        ("The bombs killed three in two raids.", [("killed", 3)]),
        ("Eighteen others, four of whom left the clinic, were hurt.", [("wounded", 18), ("wounded", 4)]),
    ],
)
def test_numbers_find_what_happened(text, expected):
    assert tell(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No one was killed.",
        "The bomb could kill hundreds of people.",
        "If the dam fails, 4,000 people could die.",
        "The vaccine has saved the lives of 300 children.",
        "The 45-year-old was detained on Monday.",
        "Mr Tarn, 40 \u2014 the mayor of Castra \u2014 was shot dead.",
        "Mr Tarn, 45, was killed on Monday.",
        "He spent 12 years in jail.",
        "None of the 14 passengers was injured.",
        "Around 90% of those killed were children.",
        "About 100 homes were destroyed.",
        "Since 1994, seven elephants were captured.",
        "The mayor called thousands of guards to the border.",
        "Olaf Trent, a former officer, was later killed.",
        "The leader of the M-19 was killed.",
        "The council set up two bodies of experts and two UN bodies.",
        "A body of 12 experts met.",
        "The team lost three players.",
        "The man who killed 9/11 plotters is unknown.",
        "Demand for Flight 370 has hurt the company.",
        "In his No. 1 car he had to be rescued.",
        "The Feb. 13 death of the judge left a gap.",
        "A prison built to hold 1,018 prisoners is full.",
        "There were two crew but no-one was injured.",
        "They demanded that hundreds of activists be freed.",
        "Parts of his 2016 book have hurt readers.",
        "Her husband, who was 90, had died.",
        "He admitted the attempted murder of two men.",
        "Three death row inmates spoke.",
        "A man fled from an officer.",
        "His father died in May.",
        "The assailant was later killed.",
        "The army denied that 40 civilians had been killed.",
        "There is no evidence that 40 civilians were killed.",
        "The team lost six members to injury.",
        "He held three people in high regard.",
        "The group released 30 videos.",
        "It would mean the loss of 40 private sector jobs.",
        "Ten rhinos were taken into custody.",
        "She was a toddler being held by her mother.",
        "We have lost one of the finest union leaders.",
        "He held 12 members responsible.",
        "She knew four of the dead.",
        "Nobody knows where the other three were killed.",
        "It is unclear whether three people were killed.",
        "Three elections are being held.",
        "Forty shelters were opened for those who fled.",
        "At 12:30 people were killed in Castra.",
        "One in five people were displaced.",
        "Three out of every ten were killed.",
        "The iPhone 15 killed the iPhone 14.",
        "The army denied killing 30 civilians.",
        "The army denied its men had killed 30 civilians.",
        "Twelve guests have left.",
        "Some 300 books of prisoners of war were exchanged.",
        "The film killed 20 million careers.",
        "The toll could rise to 100.",
        "The death rate was 5 per 1,000 people killed.",
        "The ministry said reports that 30 civilians were killed were false.",
        "It is false that 30 civilians were killed.",
        "Minus 7 people were killed.",
        "The army said -7 people were killed.",
        "Two trillion people were killed.",
    ],
)
def test_other_numbers_are_no_figures(text):
    assert tell(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "They condemned the murder of Judge Ola Brandt.",
        "Ola Brandt, a judge, was murdered on Monday.",
        "Ola Brandt was brutally murdered.",
        "The judge, Ola Brandt, was murdered.",
        "Gunmen assassinated the judge Ola Brandt.",
        "Ola Brandt's assassination shook Castra.",
        "Ola Brandt was shot dead.",
        "The bomb that led to the death of Ola Brandt was home-made.",
    ],
)
def test_a_person_murdered_by_name_is_one_death(text):
    figures = read(f"{text} The murder of Ola Brandt is being examined.", ("Ola Brandt", "PER"))
    assert [(one.happened, one.low, one.high, one.bound, one.group) for one in figures] == [
        ("killed", 1, 1, "exact", "Ola Brandt")
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("IT CONDEMNED THE ASSASSINATION OF DR JOSE ANTONIO PORTH AND CALLED FOR CALM.", ["JOSE ANTONIO PORTH"]),
        ("A JUDGE EXAMINES THE MURDER OF JECAR NEGHME, A SPOKESMAN.", ["JECAR NEGHME"]),
        ("THE COLONEL'S WIFE, ANGELA PIEDAD DE GUERRERO, WAS SHOT TO DEATH.", ["ANGELA PIEDAD DE GUERRERO"]),
        ("IT CONDEMNED THE MURDER OF CASTRA POLICEMEN.", []),
        ("IT CONDEMNED THE MURDER OF GOVERNMENT OFFICIALS.", []),
        ("IT CONDEMNED THE MURDER OF THE OLD CLERGYMAN.", []),
    ],
)
def test_capitals_name_a_victim_by_a_first_name_or_its_look(text, names):
    assert [figure.group for figure in read(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Ola Brandt died on Monday.",
        "He became leader in 2002, two years after the death of Ola Brandt.",
        "The death of Ola Brandt after a long illness was announced on Monday.",
        "They foiled a plot for the murder of Ola Brandt.",
        "He was charged with attempted murder of Ola Brandt.",
        "The trial of Ola Brandt for murder began.",
    ],
)
def test_a_person_who_died_or_lives_is_no_figure(text):
    assert read(text, ("Ola Brandt", "PER")) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seven bodies lay there where the army had claimed 15.", [7, 15]),
        ("The gap between the hospital's 23 deaths and the ministry's 17 is no scandal.", [23, 17]),
        ("In one building 23 people were killed, and in the other 17.", [23, 17]),
        ("Sorvania reported 11 dead on its side and about 40 on Kestria's.", [11, 40]),
        ("Four people died in Castra and two in Brask.", [4, 2]),
        ("Nine people were killed. The army had claimed 15.", [9, 15]),
        ("In Brask nine people were killed; in Castra, 12.", [9, 12]),
        ("Castra says nine died. Brask says the number is closer to 500.", [9, 500]),
        ("A first report said nine died. It was later corrected to 12.", [9, 12]),
        ("Nine people were killed; the army admitted to 3.", [9, 3]),
        ("The fire displaced 300 people. Castra says 200 at most on its bank.", [300, 200]),
        ("Kestria released 22 men and received 19 of its own.", [22, 19]),
        ("Nine people were killed. It rained. The ministry stands by 17.", [9, 17]),
        ("Nine people were killed.\n\nThe ministry raised its own figure to 22.", [9, 22]),
        ("Nine people were killed. The ministry gave 17 as the number of dead.", [9, 17]),
        ("The fire displaced 300 families. UNHCR counts 41,000 people.", [300, 41000]),
        ("The fire displaced 300 families. Castra said that 200 people had left on its side.", [300, 200]),
    ],
)
def test_a_bare_number_counts_what_the_one_before_did(text, expected):
    figures = read(text)
    assert [figure.low for figure in figures] == expected
    assert len({figure.happened for figure in figures}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The army had claimed 15.",
        "Nine people were killed. It rained. It snowed. It rained. It snowed. The army had claimed 15.",
        "Nine people were killed. The team claimed 15 points.",
        "Nine people were killed and three in ten went home.",
        "Nine people were killed in Castra, and 300 people in the camp need help.",
        "Nine people were killed. The firm said 15 houses had burned.",
    ],
)
def test_a_bare_number_alone_is_no_figure(text):
    assert [figure.low for figure in read(text) if figure.low != 9] == []


def test_spans_and_group_point_into_the_text():
    text = "Rain fell.\n\nIn Castra at least 12 border guards were killed on Friday. It went on."
    (figure,) = read(text, ("Castra", "LOC"), ("Friday", "DATE"))
    assert text[slice(*figure.number)] == "at least 12"
    assert text[slice(*figure.sentence)] == "In Castra at least 12 border guards were killed on Friday."
    assert (figure.low, figure.high, figure.bound) == (12, 12, "at_least")
    assert figure.group == "border guards"
    assert figure.group_span is not None
    assert text[slice(*figure.group_span)] == "border guards"
    assert (figure.place, figure.date) == ("Castra", "Friday")


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("One medical orderly was killed.", ["medical orderly"]),
        ("Some 8,000 men and boys were killed.", ["men and boys"]),
        ("All 16 passengers and crew were killed.", ["passengers and crew"]),
        ("Gunmen killed nine people and guards killed two gunmen.", ["people", "gunmen"]),
        ("Five people did die.", ["people"]),
        ("Twelve people were killed, five of them soldiers.", ["people", "soldiers"]),
        ("Twelve people, two of them children, were killed.", ["people", "children"]),
        ("Twelve people were killed, of whom three were children.", ["people", "children"]),
        ("Twelve people were hurt, five of them seriously.", ["people", "people"]),
        ("It injured 70, perhaps 90, Castra's mayor said.", [None]),
        ("It injured 70, perhaps 90, people.", ["people"]),
        ("It told of 5 soldiers' deaths.", ["soldiers"]),
        ("Three civilians caught in crossfire died.", ["civilians"]),
    ],
)
def test_a_group_is_who_is_counted(text, groups):
    assert [figure.group for figure in read(text)] == groups


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Ola Brandt said that nine people died.", "Ola Brandt"),
        ('"Nine people died," said Colonel Ola Brandt.', "Ola Brandt"),
        ("Nine people died, Ola Brandt told reporters on Sunday.", "Ola Brandt"),
        ("Nine people died, according to Ola Brandt.", "Ola Brandt"),
        ("The ministry's spokesman, Ola Brandt, said nine people died.", "Ola Brandt"),
        ("Ola Brandt, the mayor of Castra, said nine people died.", "Ola Brandt"),
        ("Ola Brandt, who leads the monitors of the League in the long Sel valley, said nine died.", "Ola Brandt"),
    ],
)
def test_people_claim_figures(text, claimant):
    (figure,) = read(text, ("Ola Brandt", "PER"))
    assert figure.claimant == claimant
    assert figure.claimant_entity_id == "PER:Ola Brandt"
    assert figure.claimant_span is not None
    assert claimant in text[slice(*figure.claimant_span)]


@pytest.mark.parametrize(
    ("text", "claimants"),
    [
        ("Officials say nine people died.", ["Officials"]),
        ("Nine people died, police said.", ["police"]),
        ("The army said 60 died, but activists say more than 300 died.", ["army", "activists"]),
        ("Police in Castra said nine people died.", ["Police in Castra"]),
        ("The governor's office put the death toll at 16.", ["governor's office"]),
        ("Nine died. The ministry stands by 17.", [None, "ministry"]),
        ("The toll stands at 40 dead, according to the ministry.", ["ministry"]),
        ("Nine died. The interior ministry still gave 17 as the number of dead.", [None, "interior ministry"]),
        ("Nine died. The ministry raised its own figure to 22.", [None, "ministry"]),
        ("The clinic said nine died, while the ministry gave 17 as the number of dead.", ["clinic", "ministry"]),
        ("The gap from the hospital's 23 deaths to the ministry's 17 is wide.", ["hospital", "ministry"]),
        ("Five dead by the prosecutor's count, two by the minister's.", ["prosecutor", "minister"]),
        ("An officer who asked not to be named said nine died.", ["An officer"]),
        ("The deaths of nine men were confirmed by the ministry.", ["ministry"]),
        ("The ministry's latest figures show nine people died.", ["ministry's latest figures"]),
        ("The toll was 30, the army said; the rebels spoke of 60.", ["army", "rebels"]),
        ("Police say 30 people died, but residents say that 50 did.", ["Police", "residents"]),
        ("Reporters saw nine bodies.", ["Reporters"]),
        ("Another death raised the toll to nine.", [None]),
        ("This morning the army reported seven bodies.", ["army"]),
        ("Investigators found the bodies of seven men.", [None]),
        ("The clinic said nine died, three more than the army had admitted.", ["clinic"]),
        ("The militants claimed responsibility for the attack, which killed 12.", [None]),
        ("The storm has claimed nine lives.", [None]),
        ("Nine people died.", [None]),
        ("The army denied the rebels' claim that 30 men were killed.", ["rebels"]),
        ("The ministry dismissed the militia's claim to have killed 30 men.", ["militia"]),
        ("The monitor said 31 were killed; a week ago police had counted 12.", ["monitor", "police"]),
        ("The army denied Castra's claim that 30 men were killed.", ["Castra"]),
        ("The army denied claims by the rebels that 30 men were killed.", ["rebels"]),
        ("The army dismissed reports from the rebels that 30 men were killed.", ["rebels"]),
        ("The ministry said it could not confirm reports that 30 men were killed.", [None]),
        ("The army denied it, but rebels said 30 men were killed.", ["rebels"]),
        ("Rebels said 30 men were killed, a claim the army could not confirm.", ["Rebels"]),
        ("Divers found one of the three sailors missing.", [None]),
        ("The coroner found three sailors had drowned.", ["coroner"]),
        ("An assault on the market, which the front did claim, killed 46.", [None]),
        ("The agency reported, citing the health ministry, that nine died.", ["health ministry"]),
        ("Nine died, the agency said, citing the health ministry.", ["health ministry"]),
        ("The agency said, citing its own count, that nine died.", ["agency"]),
        ("13:40 The ministry says it killed 60 soldiers.", ["ministry"]),
        ("Health ministry: nine people were killed.", ["Health ministry"]),
        ("Tank column: nine people were killed.", [None]),
        ("The mission verified 3 deaths; the rebels claim 300.", ["mission", "rebels"]),
        ("According to the army, 12 men died; according to the police, 40.", ["army", "police"]),
        ("The hospital put the toll at 26 dead. The ministry put it at 22.", ["hospital", "ministry"]),
        ("Officials said 52 were killed; the army put it at 12.", ["Officials", "army"]),
    ],
)
def test_others_claim_figures_or_nobody_does(text, claimants):
    assert [figure.claimant for figure in read(text, *[("Castra", "PER")] * ("Castra" in text))] == claimants


def test_who_promises_money_in_another_clause_claims_nothing():
    text = "Five dead; 30 officers freed; eleven million dollars promised."
    at = text.index("eleven")
    quote = Quote(
        kind="indirect",
        content=((0, at - 2),),
        cue=(len(text) - 9, len(text) - 1),
        speaker=(at, len(text) - 10),
        speaker_name="eleven million dollars",
        method="test",
    )
    assert [figure.claimant for figure in read(text, quotes=(quote,))] == [None, None]


def test_who_stands_before_a_colon_claims_a_figure():
    (figure,) = read("Governor Ola Brandt: at least 30 wounded.", ("Ola Brandt", "PER"))
    assert figure.claimant == "Ola Brandt"


def test_a_quote_tells_who_claims_what_its_sentence_does_not():
    text = "Nine people died here."
    quote = Quote(
        kind="direct",
        content=((0, len(text)),),
        cue=None,
        speaker=(0, 4),
        speaker_name="Ola Brandt",
        method="test",
        speaker_entity_id="e1",
    )
    (figure,) = read(text, quotes=(quote,))
    assert (figure.claimant, figure.claimant_entity_id) == ("Ola Brandt", "e1")


@pytest.mark.parametrize(
    "past",
    [
        "Some 7,400 people die on that road each year.",
        "The seven-week war killed 7,400 people.",
        "They fought a seven-week war in which 7,400 people died.",
        "In the war over this valley 7,400 people died.",
        "Monitors estimate that the war has killed 7,400 people.",
        "A drifting mine from an old war killed 7,400 people.",
        "The ministry gave 7,400 dead in its last wartime bulletin.",
        "The worst of them, two summers ago, killed 7,400 people.",
        "The two sides fought in 1994. The nine-day-long conflict killed 7,400 people.",
        "The decade-old war has killed 7,400 people.",
        "The conflict has killed 7,400 people.",
        "An attack in 2008 killed 7,400 people.",
        "A decade after 7,400 people were killed, the trial began.",
        "It was the deadliest day since 1998, when 7,400 people were killed.",
        "Two years ago clashes killed 7,400 people.",
        "More than 7,400 people have died since the war began.",
    ],
)
def test_past_conflicts_are_background(past):
    figures = read(f"A shell killed nine people on Monday.\n\n{past}")
    assert [(figure.low, figure.background) for figure in figures] == [(9, False), (7400, True)]


@pytest.mark.parametrize(
    "text",
    [
        "A shell killed nine people in the deadliest attack since 2008.",
        "The mine lay there for some sixty years before it killed nine people.",
        "A shell killed nine people of a group, which was founded in 1994.",
    ],
)
def test_a_comparison_with_the_past_is_no_background(text):
    figures = read(f"{text}\n\nRain fell.")
    assert [figure.background for figure in figures] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "Police killed nine people in Castra on Thursday. Rebels killed 32 people there in March 2016.",
        "Gunmen killed 32 people on 7 October 2023. On Monday a strike killed nine people.",
        "A shell killed nine people. The 2009 war killed 7,400 people. In Brask, 32 people died.",
        "A shell killed nine people. The 2009 war killed 7,400 people. Another 32 people died.",
        "Nine people had died since fighting erupted on the border this week.\n\nThe 2009 war killed 32 people.",
    ],
)
def test_dates_of_other_years_and_what_goes_on_with_them_are_background(text):
    assert {figure.low: figure.background for figure in read(text) if figure.low in {9, 32}} == {
        9: False,
        32: True,
    }


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2026 gunmen killed nine people.\n\nThe convoy had left Castra.",
        "On Sunday, 3 May 2026, gunmen killed nine people.\n\nPolice arrested two people on Monday.",
        "A court opened the case on Monday. Gunmen killed nine people on 3 May 2026.\n\nRain fell.",
        "A shell killed nine people on 3 May 2026. Another killed two on 4 May 2026.",
    ],
)
def test_an_article_may_write_the_year_of_its_own_days(text):
    assert {figure.low: figure.background for figure in read(text) if figure.low == 9} == {9: False}


def test_a_mention_of_very_many_deaths_is_background():
    figures = read("It means ruined towns and the death of 70,000 people.\n\nA shell killed nine people.")
    assert [(figure.low, figure.background) for figure in figures] == [(70000, True), (9, False)]


def test_a_recent_part_of_a_total_of_years_is_no_background():
    figures = read("The mission lost 43 soldiers in nine years, five of them since Monday.\n\nRain fell.")
    assert [(figure.low, figure.background) for figure in figures] == [(43, True), (5, False)]


def test_a_single_paragraph_is_about_its_own_figures():
    assert [figure.background for figure in read("The 2009 war killed 7,400 people.")] == [False]


def test_conflicting_figures_are_kept_apart():
    figures = read("Rebels said 80 soldiers were killed. The army said 12 soldiers were killed.")
    assert [(figure.low, figure.claimant) for figure in figures] == [(80, "Rebels"), (12, "army")]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["12", "killed", "and", ",", "said", "a", "soldier", "of", "the", '"', "\n", "."]))
)
def test_any_order_of_words_is_read(words):
    text = " ".join(words)
    for figure in read(text):
        assert 0 <= figure.sentence[0] <= figure.number[0] < figure.number[1] <= figure.sentence[1] <= len(text)


@given(st.text())
def test_any_text_is_read(text):
    assert all(figure.low is None or figure.low > 0 for figure in read(text))
