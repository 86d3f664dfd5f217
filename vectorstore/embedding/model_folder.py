"""Where a model of sentence-transformers lies on this machine, by its folder or by its name on the hub."""

from __future__ import annotations

from pathlib import Path

SKIPPED_DOWNLOADS = ["onnx/*", "openvino/*", "coreml/*", "*.onnx", "*.h5", "*.ot", "*.msgpack", "*.pb"]
"""Copies of the weights for other libraries; a model is loaded without them."""


def find_model_folder(model: str, maker: str, *, allow_download: bool = False) -> Path | None:
    """The folder of a model: itself, or its snapshot in the hub's cache; None where it is not there.

    `maker`: whose model a name without one is. Nothing goes out but with `allow_download`.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder.resolve() if _is_model(folder) else None
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    for name in [model] if "/" in model else [model, f"{maker}/{model}"]:
        try:
            found = Path(
                snapshot_download(name, local_files_only=not allow_download, ignore_patterns=SKIPPED_DOWNLOADS)
            )
        except (OSError, HfHubHTTPError, HFValidationError):
            continue
        if _is_model(found):
            return found
    return None


def _is_model(folder: Path) -> bool:
    return (folder / "config.json").is_file() or (folder / "modules.json").is_file()
