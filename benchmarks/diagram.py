"""A reliability diagram as SVG: how often what was given a probability came true."""

from __future__ import annotations

import numpy as np

SIZE, EDGE, BINS = 320, 48, 10


def reliability(given: np.ndarray, came_true: np.ndarray, weight: np.ndarray) -> str:
    """Mean probability against the weighted share that came true, in ten bins of equal width; dot area: weight."""
    dots = []
    for low in np.arange(BINS) / BINS:
        inside = (given >= low) & (given < low + 1 / BINS + (low > 0.89))
        total = float(weight[inside].sum())
        if total:
            x, y = (float(np.average(values[inside], weights=weight[inside])) for values in (given, came_true))
            radius = 2 + 14 * (total / float(weight.sum())) ** 0.5
            dots.append(f'<circle cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="{radius:.1f}"/>')
    ticks = "".join(
        f'<text x="{_x(t):.0f}" y="{SIZE + EDGE + 18}" text-anchor="middle">{t:g}</text>'
        f'<text x="{EDGE - 8}" y="{_y(t) + 4:.0f}" text-anchor="end">{t:g}</text>'
        for t in (0, 0.25, 0.5, 0.75, 1)
    )
    width, height = SIZE + 2 * EDGE, SIZE + 2 * EDGE + 20
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12"><rect width="{width}" height="{height}" fill="#fff"/>'
        f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" fill="none" stroke="#555"/>'
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="4 4"/>'
        f'{ticks}<g fill="#0f766e" fill-opacity=".75">{"".join(dots)}</g>'
        f'<text x="{_x(0.5)}" y="{height - 8}" text-anchor="middle">probability of being answered</text>'
        f'<text x="14" y="{_y(0.5)}" text-anchor="middle" transform="rotate(-90 14 {_y(0.5)})">'
        "share answered</text></svg>\n"
    )


def _x(value: float) -> float:
    return EDGE + value * SIZE


def _y(value: float) -> float:
    return EDGE + (1 - value) * SIZE
