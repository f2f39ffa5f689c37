"""Everything that people read is said in English, 简体中文 and 繁體中文."""

import re

import pytest
from django.utils import dates, translation
from django.utils.translation import gettext

from tests.workspace import wording
from workspace.kernel import catalogues

pytestmark = pytest.mark.alike

PLACES = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?\w+[^>]*>")
CHARACTERS = {"zh_Hans": "gb2312", "zh_Hant": "cp950"}
ANYBODYS = str.maketrans("", "", "·�")
QUOTES_OF_OTHERS = {"zh_Hans": '「」『』"', "zh_Hant": '“”‘’"'}
HALF_WIDTH = re.compile(
    r"[\u3400-\u9fff][,;:?!()]|[,;:?!()][\u3400-\u9fff]|[\u3400-\u9fff]\.(?!\w)"
)

both = pytest.mark.parametrize("locale", catalogues.LOCALES)


def names(messages):
    return {(message.context, message.id) for message in messages}


def translated(locale):
    """(the words, their translation) of a whole catalogue."""
    for message in catalogues.spoken(catalogues.read(locale)):
        words = message.id[-1] if message.pluralizable else message.id
        for saying in catalogues.sayings(message):
            yield words, saying or ""


def writable(text, encoding):
    """Whether a charset of the readers has every character; each lacks most of the others'."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@both
def test_the_catalogue_has_the_words_of_code_and_templates_and_no_others(locale):
    kept = catalogues.spoken(catalogues.read(locale))
    ours = [message for message in kept if catalogues.LENT not in message.auto_comments]

    assert names(ours) == names(catalogues.spoken(catalogues.found()))


@both
def test_every_word_is_translated_and_nothing_is_left_in_doubt(locale):
    messages = catalogues.spoken(catalogues.read(locale))

    assert [m.id for m in messages if m.fuzzy or not all(catalogues.sayings(m))] == []


@both
def test_a_translation_has_the_places_of_its_words(locale):
    wrong = [
        (words, saying)
        for words, saying in translated(locale)
        if sorted(PLACES.findall(words)) != sorted(PLACES.findall(saying))
    ]

    assert wrong == []


@both
def test_a_translation_is_in_the_characters_and_punctuation_of_its_readers(locale):
    sayings = [PLACES.sub("", saying) for _words, saying in translated(locale)]
    wrong = [
        saying
        for saying in sayings
        if not writable(saying.translate(ANYBODYS), CHARACTERS[locale])
        or set(saying) & set(QUOTES_OF_OTHERS[locale])
        or HALF_WIDTH.search(saying)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Campaigns"), ("zh-hans", "营销活动"), ("zh-hant", "行銷活動")]
)
def test_pages_speak_the_language_of_the_reader(language, said):
    with translation.override(language):
        assert gettext("Campaigns") == said


@both
def test_no_word_of_ours_renames_a_month_or_a_day_of_the_calendar(locale):
    with translation.override("en"):
        calendar = {str(name) for name in (*dates.MONTHS.values(), *dates.WEEKDAYS.values())}

    plain = {words for context, words in names(catalogues.read(locale)) if context is None}
    assert plain & calendar == set()


def test_words_of_a_module_wait_for_their_reader():
    """Translated while a module is imported, they would stay in the language of the server."""
    assert wording.said_too_early() == []


def test_sentences_in_code_go_through_gettext():
    assert wording.untranslated_in_code() == []


def test_text_of_templates_is_in_a_translate_tag():
    assert wording.untranslated_in_templates() == []


def test_scripts_hold_no_sentences():
    assert wording.sentences_in_scripts() == []


def test_what_is_compiled_is_made_again_only_when_older(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    words = catalogues.Catalog(locale="zh_Hans")
    words.add("Campaigns", "营销活动")
    catalogues.write(words, "zh_Hans")

    assert [catalogues.compile_stale(), catalogues.compile_stale()] == [["zh_Hans"], []]
    assert [path.suffix for path in sorted(tmp_path.rglob("django.*"))] == [".mo", ".po"]
