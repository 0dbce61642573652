"""What a sentence asks about all shows: what begins, returns and ends within some days."""

import pytest

from bot.questions.coming import Coming, coming
from bot.questions.index.titles import TitleEntry, TitleIndex
from bot.questions.reading.question import read
from tests.questions.real_titles import among_many


def titles() -> TitleIndex:
    return among_many(TitleEntry(1, "Silo", popularity=60.0))


def asked_of_all(text: str) -> Coming | None:
    return coming(read(text, titles()))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("what starts this week", 7),
        ("What starts this week?", 7),
        ("hey, do you know what's coming out this week?", 7),
        ("whats premiering tomorrow", 2),
        ("anything new tonight?", 1),
        ("which shows are coming back next week", 14),
        ("what new series are coming this month", 31),
        ("what shows premiere next month", 61),
        ("upcoming shows", 14),
        ("what series end this week", 7),
        ("which shows are returning soon?", 14),
        ("tell me what starts this week", 7),
        ("any new series this week", 7),
        ("was startet diese Woche", 7),
        ("Was kommt heute Neues?", 1),
        ("welche Serien starten nächste Woche", 14),
        ("welche neuen Serien kommen bald", 14),
        ("was läuft diesen Monat an", 31),
        ("qué se estrena esta semana", 7),
        ("¿Qué series se estrenan este mes?", 31),
        ("que empieza mañana", 2),
        ("qué series vuelven la próxima semana", 14),
        ("próximos estrenos", 14),
        ("qu'est-ce qui sort cette semaine ?", 7),
        ("quelles séries commencent ce mois-ci", 31),
        ("quelles séries reviennent la semaine prochaine", 14),
        ("quoi de neuf cette semaine", 7),
        ("prochaines sorties", 14),
        ("cosa esce questa settimana?", 7),
        ("quali serie iniziano questo mese", 31),
        ("che serie tornano la prossima settimana", 14),
        ("prossime uscite", 14),
        ("o que estreia essa semana", 7),
        ("quais séries estreiam este mês?", 31),
        ("que séries voltam na próxima semana", 14),
        ("próximas estreias", 14),
        ("is hafte kya aa raha hai", 7),
        ("kya aa raha hai is hafte", 7),
        ("is mahine kaunsi series aa rahi hai", 31),
        ("इस हफ्ते क्या आ रहा है", 7),
        ("aaj kya naya aaya hai", 1),
        ("show me upcoming shows", 14),
        ("list all upcoming series please", 14),
        ("can you show me what starts this week", 7),
        ("give me all of the upcoming premieres", 14),
        ("any premieres this month?", 31),
        ("zeig mir die kommenden serien", 14),
        ("was kommt diese woche raus", 7),
        ("gibt es diesen monat premieren?", 31),
        ("irgendwelche neuen Serien diese Woche?", 7),
        ("kannst du mir zeigen, was diese Woche startet", 7),
        ("welche Serien kommen diese Woche raus", 7),
        ("muéstrame los próximos estrenos", 14),
        ("dime qué se estrena esta semana", 7),
        ("¿algún estreno este mes?", 31),
        ("montre-moi les séries à venir", 14),
        ("dis-moi ce qui sort cette semaine", 7),
        ("y a-t-il des premières ce mois-ci ?", 31),
        ("affiche les prochaines sorties", 14),
        ("mostrami le serie in arrivo", 14),
        ("fammi vedere le prossime uscite", 14),
        ("dimmi cosa esce questa settimana", 7),
        ("ci sono anteprime questo mese?", 31),
        ("me mostra as próximas séries", 14),
        ("mostre as próximas estreias", 14),
        ("me diz o que estreia essa semana", 7),
        ("tem alguma estreia este mês?", 31),
        ("mujhe aane wale shows dikhao", 14),
        ("is mahine koi premiere hai?", 31),
        ("mujhe upcoming shows dikhao", 14),
        ("मुझे आने वाली सीरीज दिखाओ", 14),
        ("इस महीने कोई प्रीमियर है?", 31),
    ],
)
def test_what_is_coming_is_asked_of_all_shows(text: str, days: int) -> None:
    assert asked_of_all(text) == Coming(days)


def test_a_network_that_is_named_is_kept() -> None:
    assert asked_of_all("what's new on Netflix this week") == Coming(7, "Netflix")
    assert asked_of_all("was startet diese Woche bei Apple TV") == Coming(7, "Apple TV")
    assert asked_of_all("cosa esce su Prime questo weekend, e su Disney?") == Coming(7)


@pytest.mark.parametrize(
    "text",
    [
        "silo starts this week",
        "what starts this week in silo",
        "when does silo start this week",
        "my new series starts this week",
        "our new seasons start tomorrow",
        "their upcoming shows are great this month",
        "unsere neuen Serien starten diese Woche",
        "meine neue Staffeln starten morgen",
        "mis nuevas series empiezan esta semana",
        "nuestros próximos estrenos",
        "mes nouvelles séries commencent cette semaine",
        "nos prochaines sorties",
        "le mie nuove serie iniziano questa settimana",
        "le nostre prossime uscite",
        "minhas novas séries estreiam essa semana",
        "nossas próximas estreias",
        "meri nayi series is hafte shuru hogi",
        "मेरी नई सीरीज इस हफ्ते शुरू होगी",
        "show me your upcoming shows",
        "show me their new series this week",
        "she showed me upcoming shows",
        "show me shows",
        "show me this week",
        "we have premieres this month",
        "my premieres this month were fun",
        "zeig mir deine neuen Serien diese Woche",
        "meine Premieren diesen Monat",
        "wir haben diesen Monat Premieren",
        "muéstrame tus próximas series",
        "mis estrenos este mes",
        "montre-moi tes prochaines séries",
        "mes premières ce mois-ci",
        "mostrami le tue prossime serie",
        "me mostra as suas próximas séries",
        "mujhe apni nayi series dikhao is hafte",
        "mera premiere is mahine hai",
        "what time does it come out this week",
        "what episodes come out this week",
        "what day is the new one out this week",
        "is it out this week",
        "what's the challenge for art club this week",
        "what's new with you this week",
        "school starts this week",
        "what a week",
        "what starts with a k",
        "anything new?",
        "which season comes out this week",
        "my holidays start tomorrow",
        "what's coming for my birthday this week",
        "was geht heute",
        "was machst du heute",
        "que haces esta semana",
        "qué empieza con k",
        "on se voit cette semaine",
        "che fai questa settimana",
        "o que você vai fazer essa semana",
        "aaj kya kar rahe ho",
        "is hafte milte hain",
        "what shows start in september",
        "welche Serien starten im Januar",
        "¿qué series se estrenan en octubre?",
        "",
    ],
)
def test_talk_and_questions_about_a_show_are_not_taken_for_it(text: str) -> None:
    assert asked_of_all(text) is None
