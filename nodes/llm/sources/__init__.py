"""Where a language model comes from: OpenAI-compatible endpoints, GGUF files on this machine, and which of them answers."""
