from langchain_core.messages import HumanMessage
from langgraph.graph import START, MessagesState, StateGraph

from nodes.llm.decider import ModelDecider
from nodes.llm.port import DecisionRequest
from nodes.llm.scripted import ScriptedModel, answer, call


async def streamed(reply):
    model = ModelDecider(ScriptedModel([reply]))

    async def think(state: MessagesState):
        decision = await model.decide(DecisionRequest("the goal", state["messages"], []))
        return {"messages": [decision.message]}

    graph = StateGraph(MessagesState).add_node(think).add_edge(START, "think").compile()
    start = {"messages": [HumanMessage("the goal")]}
    return [chunk async for chunk, _ in graph.astream(start, stream_mode="messages")]


async def test_tokens_reach_langgraphs_message_stream_as_they_come():
    chunks = await streamed(answer("one two three"))
    assert [chunk.text for chunk in chunks if chunk.text] == ["one", " two", " three"]
    assert len({chunk.id for chunk in chunks}) == 1


async def test_pieces_of_a_call_stream_too():
    chunks = await streamed(call("clock", zone="Europe/Vienna"))
    pieces = [piece["args"] for chunk in chunks for piece in getattr(chunk, "tool_call_chunks", [])]
    assert "".join(pieces) == '{"zone": "Europe/Vienna"}'
