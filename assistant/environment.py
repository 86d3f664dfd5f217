"""The variables that libraries read on their own, cleared and pinned before the first of them is imported.

A person's settings for another program must not steer this one: `CHROMA_SERVER_HOST` or `LANGSMITH_GATEWAY` would send
texts away, `GRADIO_SHARE` would open the window to the world, `OPENAI_BASE_URL` would choose another server for
questions. What this program is told, it is told by its arguments and by variables that begin with `ISNAD_`.
"""

from __future__ import annotations

from collections.abc import MutableMapping

CLEARED_PREFIXES = (
    "CHROMA_",
    "GRADIO_",
    "HF_",
    "HUGGINGFACE_",
    "LANGCHAIN_",
    "LANGGRAPH_",
    "LANGSMITH_",
    "OPENAI_",
    "OTEL_",
    "TRANSFORMERS_",
    "UVICORN_",
)
"""Of Chroma, Gradio, the hub of Hugging Face, LangChain and its tracing, the client of OpenAI, OpenTelemetry (which
Chroma brings), transformers, and uvicorn."""

CLEARED = ("ALLOW_RESET", "FORWARDED_ALLOW_IPS", "IS_PERSISTENT", "MIGRATIONS", "PERSIST_DIRECTORY", "WEB_CONCURRENCY")
"""Variables of Chroma and of uvicorn that have no prefix."""

KEPT = frozenset(
    {
        "HF_ENDPOINT",
        "HF_HOME",
        "HF_HUB_CACHE",
        "HF_HUB_OFFLINE",
        "HF_TOKEN",
        "HF_TOKEN_PATH",
        "HUGGINGFACE_HUB_CACHE",
        "TRANSFORMERS_OFFLINE",
    }
)
"""Where models lie on this machine, and what a download that was allowed (`--allow-download`) needs."""

PINNED = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # LangChain's tracing posts prompts; the older names come before the newest one
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
}
"""No library may call out, or draw bars of its own."""


def pin_environment(environment: MutableMapping[str, str]) -> None:
    """Clear what libraries would obey, and say what they must; called before any of them is imported."""
    for name in list(environment):
        upper = name.upper()  # pydantic reads its variables in any case
        if (upper.startswith(CLEARED_PREFIXES) and upper not in KEPT) or upper in CLEARED:
            del environment[name]
    environment.update(PINNED)
