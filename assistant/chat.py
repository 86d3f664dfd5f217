"""The assistant under the name by which the README has given it out; it lives in `opening` and `pipeline`."""

from assistant.opening import open_assistant
from assistant.pipeline import Assistant

__all__ = ["Assistant", "open_assistant"]
