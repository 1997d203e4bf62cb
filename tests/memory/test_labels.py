"""Labels only ever get stricter when data is put together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from memory.labels import FROM_USER, Confidentiality, Integrity, Label, join

labels = st.builds(
    Label, st.sampled_from(Integrity), st.sampled_from(Confidentiality), st.lists(st.sampled_from("abc")).map(tuple)
)


def test_nothing_is_trusted_and_public() -> None:
    assert join([]) == Label(Integrity.TRUSTED, Confidentiality.PUBLIC, ())


def test_one_untrusted_part_makes_the_whole_untrusted() -> None:
    assert not join([FROM_USER, Label(Integrity.UNTRUSTED, Confidentiality.SECRET, ("web",))]).is_trusted


@given(st.lists(labels), st.lists(labels))
def test_joining_in_parts_is_joining_at_once(some: list[Label], others: list[Label]) -> None:
    assert join([join(some), join(others)]) == join([*some, *others])
