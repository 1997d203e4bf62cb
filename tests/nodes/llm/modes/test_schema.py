import json

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from nodes.llm.modes.catalogue import render_tools
from nodes.llm.modes.forms import KEY, CallForms
from nodes.llm.modes.schema import branches, decision_schema, inlined, plan_schema, response_format, structural
from tests.nodes.llm.modes.material import CALCULATOR, CLOCK, FILES, TOOLS


class Leaf(BaseModel):
    name: str


class Tree(BaseModel):
    children: list["Tree"] = []
    leaf: Leaf | None = None


def decision(tools, answer=None, *, answer_only=False):
    return decision_schema(CallForms(tools).schemas(), answer, key=KEY, answer_only=answer_only)


def plan(tools, answer=None, *, answer_only=False):
    return plan_schema(CallForms(tools).schemas(), answer, answer_only=answer_only)


def names(schema):
    return [branch["properties"][KEY]["const"] for branch in schema.get("anyOf", [schema])]


def test_one_branch_per_tool_and_one_for_the_answer():
    assert names(decision([CALCULATOR, CLOCK])) == ["calculator", "clock", "final_answer"]


def test_hints_split_a_tool_into_its_operations():
    ways = {branch.note: branch.parameters for branch in branches(FILES)}
    assert ways["read"]["required"] == ["operation", "path"]
    assert list(ways["write"]["properties"]) == ["operation", "path", "content"]
    assert ways["list"]["required"] == ["operation"]
    assert ways["list"]["properties"]["operation"] == {"const": "list", "type": "string"}
    assert all(way["additionalProperties"] is False for way in ways.values())


def test_a_union_of_inputs_is_a_branch_each():
    union = {"oneOf": [{"$ref": "#/$defs/R"}, {"type": "object", "properties": {"kind": {"const": "w"}}}]}
    union["$defs"] = {"R": {"type": "object", "properties": {"kind": {"const": "r"}}}}
    assert [branch.note for branch in branches({"name": "t", "parameters": union})] == ["r", "w"]


def test_only_the_answer_is_left_when_it_must_come():
    assert names(decision(TOOLS, answer_only=True)) == ["final_answer"]
    assert plan(TOOLS, answer_only=True)["properties"]["steps"]["maxItems"] == 0


def test_the_answer_branch_carries_the_users_schema():
    schema = decision([], Leaf.model_json_schema())
    assert schema["properties"]["answer"]["properties"] == {"name": {"type": "string"}}


def test_a_typed_answer_cannot_be_planned_before_the_results_are_seen():
    planned, answered = plan(TOOLS, {"type": "integer"})["anyOf"]
    assert planned["properties"]["answer"] == {"type": "null"}
    assert planned["properties"]["steps"]["minItems"] == 1
    assert answered["properties"]["answer"] == {"type": "integer"}


def test_references_are_inlined_and_recursion_ends():
    schema = inlined(Tree.model_json_schema())
    assert "$ref" not in json.dumps(schema)
    assert schema["properties"]["leaf"]["anyOf"][0]["properties"]["name"]["type"] == "string"


def test_grammar_compilers_get_structure_alone():
    schema = structural(
        {
            "type": "object",
            "description": "x",
            "properties": {
                "pattern": {"type": "string", "pattern": "^(?!a)", "format": "uri", "maxLength": 10**7, "default": "a"},
                "n": {"type": "integer", "exclusiveMinimum": 0},
                "open": {"type": "object", "additionalProperties": {"type": "string", "title": "T"}},
                "list": {"type": "array", "items": {"oneOf": [{"type": "string", "title": "A"}, {"type": "null"}]}},
            },
        }
    )
    assert schema["properties"] == {
        "pattern": {"type": "string"},
        "n": {"type": "integer"},
        "open": {"type": "object", "additionalProperties": {"type": "string"}},
        "list": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
    }
    assert schema["additionalProperties"] is False


def test_the_request_option_is_openais():
    option = response_format({"type": "object"}, "decision")
    assert option == {
        "type": "json_schema",
        "json_schema": {"name": "decision", "schema": {"type": "object"}, "strict": True},
    }


SCHEMAS = st.recursive(
    st.sampled_from([{"type": "string"}, {"type": "integer"}, {"$ref": "#/$defs/X"}, {"enum": ["a"]}, {}]),
    lambda inner: (
        st.fixed_dictionaries({"type": st.just("object"), "properties": st.dictionaries(st.text(), inner, max_size=3)})
        | st.fixed_dictionaries({"type": st.just("array"), "items": inner})
        | st.fixed_dictionaries({"anyOf": st.lists(inner, max_size=3)})
    ),
    max_leaves=8,
)


@given(SCHEMAS, SCHEMAS)
def test_any_schema_gives_a_grammar_and_a_signature(parameters, definition):
    tool = {"name": "t", "description": "d", "parameters": {**parameters, "$defs": {"X": definition}}}
    for schema in (decision([tool]), plan([tool])):
        assert "$ref" not in list(_keys(schema))
    assert "- t: d" in render_tools([tool])


def _keys(schema):
    if isinstance(schema, dict):
        yield from (key for key in schema if key == "$ref" and isinstance(schema[key], str))
        for value in schema.values():
            yield from _keys(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _keys(value)


def test_signatures_tell_types_choices_and_what_is_optional():
    text = render_tools(TOOLS)
    assert '  arguments: {"query": string, "max_results": integer (optional)}' in text
    assert '  arguments: {"operation": "write", "path": string, "content": string}' in text
    assert "    expression: What to work out." in text
    assert render_tools([]) == "(none: answer from what is known)"
