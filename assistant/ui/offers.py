"""The language models that the window offers, each under the key by which the page names it."""

from __future__ import annotations

from assistant.llm.discovery import Offer
from assistant.llm.selection import Models
from assistant.ui.catalogue import key_of
from vectorstore.errors import VectorstoreError

NO_MODEL = "none"
"""The key of the choice that answers are quotes."""


def list_offers(models: Models) -> tuple[dict[str, Offer], Offer | None]:
    """By key, the language models that can be chosen, and the one that is; looks around anew."""
    chosen, found = models.chosen, list(models.offers())
    if chosen is not None and chosen not in found:
        found.append(chosen)
    return {key_of(f"{offer.url}#{offer.name}"): offer for offer in found}, chosen


def choose_offer(models: Models, key: str) -> None:
    """Let a model of `list_offers` word the answers from now on, or none; raises VectorstoreError("no_such_model")."""
    found, _ = list_offers(models)
    if key != NO_MODEL and key not in found:
        raise VectorstoreError("no_such_model")
    models.choose(found.get(key))
