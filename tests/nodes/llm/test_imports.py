import subprocess
import sys


def test_the_room_of_models_loads_without_any_provider_library():
    code = (
        "import sys, nodes.llm.decider, nodes.llm.scripted, nodes.llm.prices\n"
        "heavy = {'openai', 'langchain_openai', 'httpx', 'genai_prices', 'langgraph', 'numpy', 'onnxruntime'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
