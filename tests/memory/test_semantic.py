"""Knowledge is kept once, found by meaning, seen by its namespace alone, and forgotten on request."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.database import Database
from memory.embeddings import HashingEmbeddings, MiniLMEmbeddings
from memory.labels import Integrity
from memory.semantic import SemanticMemory, knowledge_id

FACTS = ["Lena was born on 14 March.", "The wifi password is sunflower9.", "Project Falcon ends in June."]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "stanchion.db")


@pytest.fixture
def memory(database: Database) -> SemanticMemory:
    return SemanticMemory(database, HashingEmbeddings())


def test_the_nearest_text_comes_first_by_meaning_not_by_words(database: Database) -> None:
    memory = SemanticMemory(database, MiniLMEmbeddings())
    for fact in FACTS:
        memory.store(fact)
    found = memory.retrieve("When is Lena's birthday?", top_k=2)
    assert found[0].page_content == FACTS[0]
    assert len(found) == 2
    assert found[0].metadata["score"] > found[1].metadata["score"]


def test_the_same_text_is_kept_once(memory: SemanticMemory) -> None:
    first = memory.store("tea", {"source": "user"})
    second = memory.store("tea", {"source": "file"})
    assert first == second == knowledge_id("local", "tea")
    (document,) = memory.retrieve("tea")
    assert document.id == first
    assert document.metadata["source"] == "file"


def test_another_namespace_sees_and_removes_nothing(database: Database, memory: SemanticMemory) -> None:
    id = memory.store("tea")
    other = SemanticMemory(database, HashingEmbeddings(), namespace="other")
    assert other.retrieve("tea") == []
    assert not other.forget(id)
    assert other.store("tea") != id
    assert len(memory.retrieve("tea")) == 1


def test_what_is_forgotten_is_gone(memory: SemanticMemory) -> None:
    id = memory.store("tea")
    assert memory.forget(id)
    assert memory.retrieve("tea") == []
    assert not memory.forget(id)


def test_integrity_is_kept_and_never_raised(memory: SemanticMemory) -> None:
    memory.store("from outside")
    memory.store("from the user", integrity=Integrity.TRUSTED)
    memory.store("from outside", integrity=Integrity.TRUSTED)
    labels = {document.page_content: document.metadata["integrity"] for document in memory.retrieve("from")}
    assert labels == {"from outside": "untrusted", "from the user": "trusted"}
    memory.store("from the user")
    assert {document.metadata["integrity"] for document in memory.retrieve("from")} == {"untrusted"}


def test_metadata_cannot_forge_integrity_or_score(memory: SemanticMemory) -> None:
    memory.store("tea", {"integrity": "trusted", "score": 99})
    (document,) = memory.retrieve("tea")
    assert document.metadata["integrity"] == "untrusted"
    assert document.metadata["score"] == pytest.approx(1.0, abs=1e-5)


def test_it_outlives_the_process(tmp_path: Path) -> None:
    SemanticMemory(Database(tmp_path / "a.db"), HashingEmbeddings()).store("tea")
    assert SemanticMemory(Database(tmp_path / "a.db"), HashingEmbeddings()).retrieve("tea")[0].page_content == "tea"


def test_vectors_of_another_embedder_are_made_again(database: Database) -> None:
    SemanticMemory(database, HashingEmbeddings()).store(FACTS[0])
    other = SemanticMemory(database, MiniLMEmbeddings())
    assert other.retrieve("birthday of Lena")[0].metadata["score"] > 0.5
    assert other.retrieve("birthday of Lena")[0].metadata["score"] > 0.5


@pytest.mark.parametrize("top_k", [0, -1])
def test_asking_for_nothing_gives_nothing(memory: SemanticMemory, top_k: int) -> None:
    memory.store("tea")
    assert memory.retrieve("tea", top_k) == []
    assert memory.retrieve("  ") == []


def test_what_cannot_be_stored_is_refused_before_anything_is_written(memory: SemanticMemory) -> None:
    with pytest.raises(ValueError, match="no text"):
        memory.store(" \n")
    with pytest.raises(ValueError, match="JSON"):
        memory.store("tea", {"bad": object()})
    with pytest.raises(ValueError, match="JSON"):
        memory.store("tea", {"bad": float("nan")})
    assert memory.retrieve("tea") == []


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_different_texts_or_namespaces_have_different_ids(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (knowledge_id(*one) == knowledge_id(*other)) == (one == other)


def test_any_text_can_be_stored(memory: SemanticMemory) -> None:
    for text in ["\ud800 lone", "nul \x00 byte", "'; DROP TABLE knowledge; --", "日本語", "x" * 100_000]:
        assert memory.store(text)
    assert len(memory.retrieve("x", top_k=10)) == 5
