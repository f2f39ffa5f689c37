"""Formulas: what they come to, where they are wrong, and that nothing else is ever run."""

from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.metrics.formulas import LONGEST, Unreadable, parse

KEYS = ("clicks", "spend", "leads_2")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("clicks / spend", Fraction(3, 2)),
        ("(clicks - spend) / spend", Fraction(1, 2)),
        ("clicks - spend - spend", Fraction(-1)),
        ("12 / 3 / 2", Fraction(2)),
        ("2 + 3 * 4", Fraction(14)),
        ("--2", Fraction(2)),
        ("-2 * -3", Fraction(6)),
        ("2 - -3", Fraction(5)),
        (".5 + 0.25", Fraction(3, 4)),
        ("CLICKS × 2 ÷ spend", Fraction(3)),
        ("（clicks）", Fraction(3)),
        ("（ｃｌｉｃｋｓ＋１）／２－spend＊２", Fraction(-2)),
    ],
)
def test_a_formula_is_reckoned_exactly(text, value):
    sums = {"clicks": Fraction(3), "spend": Fraction(2)}

    assert parse(text).value(sums) == value


@pytest.mark.parametrize("text", ["clicks / 0", "clicks / (spend - spend)", "1 / missing"])
def test_what_divides_by_nothing_or_misses_a_number_has_no_value(text):
    assert parse(text).value({"clicks": Fraction(3), "spend": Fraction(2)}) is None


def test_a_formula_says_what_it_is_made_of():
    assert parse("(revenue - spend) / Spend * 2").names == {"revenue", "spend"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "A formula is missing. (at character 1)"),
        ("clicks /", "Something is missing at the end. (at character 9)"),
        (
            "clicks impressions",
            "A sign such as + or / is missing before “impressions”. (at character 8)",
        ),
        ("2 clicks", "A sign such as + or / is missing before “clicks”. (at character 3)"),
        ("(clicks", "This bracket is never closed. (at character 1)"),
        ("clicks)", "“)” is not expected here. (at character 7)"),
        ("clicks * / 2", "“/” is not expected here. (at character 10)"),
        ("0,5 * clicks", "Write decimals with a point, and no commas. (at character 2)"),
        ("clicks * 5 %", "Write a percentage as a fraction: 12.5 % is 0.125. (at character 12)"),
        ("clicks ** 2", "“*” is not expected here. (at character 9)"),
        ("__import__", "“_” has no meaning in a formula. (at character 1)"),
        ("clicks; spend", "“;” has no meaning in a formula. (at character 7)"),
        (
            "(" * 21 + "1" + ")" * 21,
            "There are too many brackets within each other. (at character 21)",
        ),
        ("1" * (LONGEST + 1), "A formula has at most 300 characters. (at character 301)"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, said):
    with pytest.raises(Unreadable) as found:
        parse(text)

    assert str(found.value) == said


def slow(tree, sums):
    """An independent evaluation, of the tree that the text was written from."""
    kind, *parts = tree
    if kind == "number":
        return Fraction(parts[0])
    if kind == "name":
        return sums.get(parts[0])
    values = [slow(part, sums) for part in parts]
    if None in values:
        return None
    if kind == "minus":
        return -values[0]
    one, other = values
    if kind == "/":
        return one / other if other else None
    return {"+": one + other, "-": one - other, "*": one * other}[kind]


def written(tree):
    """Fully bracketed, so that the reading of ranks is not asked."""
    kind, *parts = tree
    if kind in {"number", "name"}:
        return parts[0]
    if kind == "minus":
        return f"(-{written(parts[0])})"
    return f"({written(parts[0])} {kind} {written(parts[1])})"


leaves = st.one_of(
    st.sampled_from(KEYS).map(lambda key: ("name", key)),
    st.sampled_from(["0", "1", "2.5", "0.125", "1000"]).map(lambda text: ("number", text)),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.just("minus"), inner),
        st.tuples(st.sampled_from("+-*/"), inner, inner),
    ),
    max_leaves=12,
)
sums = st.dictionaries(
    st.sampled_from(KEYS), st.integers(-(10**13), 10**13).map(lambda n: Fraction(n, 10**6))
)


@given(tree=trees, sums=sums)
@settings(max_examples=300, deadline=None)
def test_any_formula_comes_to_what_a_slow_reckoning_says(tree, sums):
    text = written(tree)
    if len(text) > LONGEST or text.count("(") > 20:
        return

    assert parse(text).value(sums) == slow(tree, sums)


@given(
    values=st.lists(st.integers(1, 9), min_size=1, max_size=20),
    signs=st.lists(st.sampled_from("+-*/"), min_size=20, max_size=20),
)
@settings(max_examples=300, deadline=None)
def test_signs_bind_as_at_school(values, signs):
    text = str(values[0]) + "".join(f" {s} {v}" for s, v in zip(signs, values[1:], strict=False))
    terms, sign = [Fraction(values[0])], "+"
    for sign, value in zip(signs, values[1:], strict=False):
        if sign == "*":
            terms[-1] *= value
        elif sign == "/":
            terms[-1] /= value
        else:
            terms.append(Fraction(value if sign == "+" else -value))

    assert parse(text).value({}) == sum(terms)


@given(st.text(max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused_at_a_place(text):
    assert 0 <= place_of_error(text) <= len(text)


def place_of_error(text):
    try:
        parse(text).value({})
    except Unreadable as no:
        return no.position
    return 0
