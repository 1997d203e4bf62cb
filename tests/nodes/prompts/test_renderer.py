import pytest

from nodes.prompts import PromptError, render


def test_values_are_put_in_and_empty_lines_fall_away():
    text = render("react_text_turn", context="", examples="", earlier="", goal="g", steps="", notice="n")
    assert text == "Goal: g\n\nPrevious steps:\n\nn"


def test_values_are_not_rendered_again_nor_reshaped():
    text = render(
        "react_text_turn", context="a\n\n\n\nb", examples="", earlier="", goal="{{steps}}", steps="s", notice="n"
    )
    assert "a\n\n\n\nb" in text
    assert "Goal: {{steps}}" in text


def test_a_missing_value_is_named():
    with pytest.raises(PromptError, match="needs values for: goal, notice"):
        render("react_text_turn", context="", examples="", earlier="", steps="")


def test_an_unused_value_is_named():
    with pytest.raises(PromptError, match="no place for: hue"):
        render("native", context="", hue="red")


@pytest.mark.parametrize("name", ["nothing", "../prompts/native", "native.md", ""])
def test_an_unknown_prompt_is_named(name):
    with pytest.raises(PromptError, match="no prompt named"):
        render(name)
