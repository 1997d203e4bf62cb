from langchain_core.messages import AIMessage, HumanMessage

from nodes.llm.modes.react_text import ReactTextMode
from tests.nodes.llm.modes.material import EXAMPLE, FixedBank, called, is_one_of_three, request

MODE = ReactTextMode()


def read(text, asked=None, **facts):
    decision = MODE.read(asked or request(), AIMessage(content=text, response_metadata=facts))
    assert is_one_of_three(decision)
    return decision


def test_an_action_becomes_a_canonical_call():
    decision = read('Thought: multiply\nAction: calculator\nAction Input: {"expression": "6*7"}')
    assert decision.message.text == decision.thought == "multiply"
    assert decision.message.tool_calls[0]["name"] == "calculator"


def test_an_answer():
    assert read("Thought: done\nFinal Answer: 42").answer == "42"


def test_nonsense_is_told_the_format():
    assert "Action Input" in read("Lovely weather").malformed


def test_at_the_end_plain_words_will_do_but_no_action():
    assert read("It is 42", request(must_answer=True)).answer == "It is 42"
    assert "No tool" in read("Action: clock", request(must_answer=True)).malformed


def test_a_cut_answer_is_asked_for_again():
    assert "cut off" in read("Final Answer: once upon a", finish_reason="length").malformed


def test_a_typed_answer_must_be_json():
    asked = request(answer_schema={"type": "object", "properties": {"n": {"type": "integer"}}})
    assert read('Final Answer: {"n": 1}', asked).answer == {"n": 1}
    assert "JSON" in read("Final Answer: one", asked).malformed


async def test_the_prompt_shows_the_last_five_steps_with_their_numbers():
    history = [
        message
        for n in range(1, 8)
        for message in called("calculator", {"expression": str(n)}, f"result {n}", thought=f"t{n}")
    ]
    prompt = await ReactTextMode(FixedBank(EXAMPLE)).ask(request(*history, HumanMessage("mind the gap")))
    text = prompt.messages[-1].text
    assert "result 3\n" not in text
    assert 'Step 4:\nThought: t4\nAction: calculator\nAction Input: {"expression": "4"}\nObservation: result 4' in text
    assert "Step 8:\nNote: mind the gap" in text
    assert prompt.options == {"stop": ["\nObservation:"]}
    assert "Final Answer: 3 times 4 is 12; it is in r.txt." in text
