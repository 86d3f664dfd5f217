"""The one exception of this package: a code that an interface can translate, and the values it names."""


class VectorstoreError(Exception):
    """Something a person can act on: `code` selects the sentence, `values` fill it in.

    `str(error)` is the English sentence for a reader of logs; an interface that speaks another
    language builds its own from `code` and `values` (see `assistant.messages`).
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        named = ", ".join(f"{key}={value!r}" for key, value in values.items())
        super().__init__(f"{code}: {named}" if named else code)
