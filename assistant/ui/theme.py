"""Gradio's theme, reduced to our own colours: `static/window.css` defines them for light and dark."""

from __future__ import annotations

from typing import Any

FONT = "IBM Plex Sans Arabic"

COLOURS = {
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--soft)",
    "background_fill_primary": "var(--paper)",
    "background_fill_secondary": "var(--paper)",
    "block_background_fill": "transparent",
    "block_border_color": "var(--line)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--accent)",
    "color_accent_soft": "var(--tint)",
    "input_background_fill": "var(--sheet)",
    "input_background_fill_focus": "var(--sheet)",
    "input_border_color": "var(--line)",
    "input_border_color_focus": "var(--accent)",
    "input_placeholder_color": "var(--soft)",
    "link_text_color": "var(--accent)",
    "link_text_color_hover": "var(--accent)",
    "link_text_color_visited": "var(--accent)",
    "link_text_color_active": "var(--accent)",
    "button_primary_background_fill": "var(--accent)",
    "button_primary_background_fill_hover": "var(--accent)",
    "button_primary_text_color": "var(--on-accent)",
    "button_secondary_background_fill": "var(--sheet)",
    "button_secondary_background_fill_hover": "var(--tint)",
    "button_secondary_text_color": "var(--ink)",
}


def theme() -> Any:
    """The theme; the same variables in both modes, since their values change with the mode."""
    import gradio

    plain = gradio.themes.Base(
        font=(FONT, "system-ui", "sans-serif"), font_mono=("ui-monospace", "monospace"),
        radius_size=gradio.themes.sizes.radius_md,
    )  # fmt: skip
    both = COLOURS | {f"{name}_dark": value for name, value in COLOURS.items()}
    flat = {"block_border_width": "0px", "block_shadow": "none", "block_padding": "0", "layout_gap": "0px"}
    return plain.set(**flat, **both)
