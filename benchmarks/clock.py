"""Where the time goes, seen from outside: functions of the product are wrapped while something is measured.

The product knows nothing of it. A part of the work is named by the modules, classes or functions that do it; time
counts for the innermost part, so that the parts of a run add up to no more than the run. What no part claims is
`other`. Work in a second thread counts for its part, too; only then can parts add up to more than the clock.
"""

from __future__ import annotations

import functools
import inspect
import itertools
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, is_dataclass
from types import FunctionType, ModuleType, TracebackType
from typing import Any

Plan = Mapping[str, Sequence[Any]]
"""By part: modules (all that is public in them), classes (their public methods), or (owner, name) of one function."""

PACKAGES = ("assistant.", "vectorstore.", "benchmarks.")


class Clock:
    """Seconds by part, on the clock and of the processors; each thread has a stack of what it is doing."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.processor: dict[str, float] = defaultdict(float)
        self.claimed = 0.0
        """Seconds of this thread that some part claims."""
        self._own = threading.get_ident()
        self._local = threading.local()
        self._lock = threading.Lock()

    def enter(self, part: str) -> None:
        stack = self._stack()
        self._tick(stack)
        stack.append(part)

    def leave(self) -> None:
        stack = self._stack()
        self._tick(stack)
        stack.pop()

    def _stack(self) -> list[str]:
        if not hasattr(self._local, "stack"):
            self._local.stack, self._local.last = [], (0.0, 0.0)
        return self._local.stack

    def _tick(self, stack: Sequence[str]) -> None:
        now = time.perf_counter(), time.process_time()
        if stack:
            taken, worked = now[0] - self._local.last[0], now[1] - self._local.last[1]
            with self._lock:
                self.seconds[stack[-1]] += taken
                if threading.get_ident() == self._own:
                    self.processor[stack[-1]] += worked
                    self.claimed += taken
        self._local.last = now


@dataclass(slots=True)
class Taken:
    """What was measured, whole and by part; filled when the block ends.

    `seconds`, `parts` on the clock; `processor`, `processor_parts` of all processors in this process, which other
    programs on the machine change much less.
    """

    seconds: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    processor: float = 0.0
    processor_parts: dict[str, float] = field(default_factory=dict)


@contextmanager
def measured(plan: Plan) -> Iterator[Taken]:
    """Time a block by part; the wrapping is undone at its end. The first part that names a function has it."""
    clock, taken = Clock(), Taken()
    with ExitStack() as undo:
        seen: set[int] = set()
        for part, places in plan.items():
            for owner, name, found in itertools.chain.from_iterable(map(_functions, places)):
                function = found.fget if isinstance(found, property) else found
                if id(function) not in seen:
                    seen.add(id(function))
                    timed = _timed(function, part, clock)
                    new = property(timed) if isinstance(found, property) else timed
                    for holder, held_as in _holders(owner, name, found):
                        _set(holder, held_as, new, undo)
        started, worked = time.perf_counter(), time.process_time()
        try:
            yield taken
        finally:
            taken.seconds, taken.processor = time.perf_counter() - started, time.process_time() - worked
            parts = {part: clock.seconds.get(part, 0.0) for part in plan}
            taken.parts = {**parts, "other": max(0.0, taken.seconds - clock.claimed)}
            taken.processor_parts = {part: clock.processor.get(part, 0.0) for part in plan}


def _functions(place: Any) -> Iterator[tuple[Any, str, Any]]:
    """Owner, name and function (or property) of what a plan names."""
    if isinstance(place, tuple):
        owner, name = place
        yield owner, name, inspect.getattr_static(owner, name)
    elif isinstance(place, ModuleType):
        for name, found in list(vars(place).items()):
            if name.startswith("_") or getattr(found, "__module__", "") != place.__name__:
                continue
            if isinstance(found, FunctionType):
                yield place, name, found
            elif isinstance(found, type) and not is_dataclass(found):
                yield from _functions(found)
    else:
        for name, found in list(vars(place).items()):
            if isinstance(found, FunctionType | property) and (not name.startswith("_") or name == "__init__"):
                yield place, name, found


def _holders(owner: Any, name: str, found: Any) -> Iterator[tuple[Any, str]]:
    """Where a function is reached: its owner, and for one of a module every module that imported it by name."""
    yield owner, name
    if isinstance(owner, ModuleType):
        for module_name, module in list(sys.modules.items()):
            if module is not owner and module_name.startswith(PACKAGES):
                for attribute, value in list(vars(module).items()):
                    if value is found:
                        yield module, attribute


def _set(owner: Any, name: str, value: Any, undo: ExitStack) -> None:
    undo.callback(setattr, owner, name, vars(owner)[name])
    setattr(owner, name, value)


def _timed(function: Callable[..., Any], part: str, clock: Clock) -> Callable[..., Any]:
    if inspect.isgeneratorfunction(function):

        @functools.wraps(function)
        def generator(*arguments: Any, **named: Any) -> Iterator[Any]:
            rows = function(*arguments, **named)
            try:
                while True:
                    clock.enter(part)
                    try:
                        row = next(rows)
                    except StopIteration:
                        return
                    finally:
                        clock.leave()
                    yield row
            finally:
                rows.close()

        return generator

    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        clock.enter(part)
        try:
            result = function(*arguments, **named)
        finally:
            clock.leave()
        is_block = inspect.isgenerator(getattr(result, "gen", None))  # made by contextlib.contextmanager
        return _TimedBlock(result, part, clock) if is_block else result

    return call


class _TimedBlock:
    """A context manager whose beginning and end count for a part, but not what happens inside it."""

    def __init__(self, block: AbstractContextManager[Any], part: str, clock: Clock) -> None:
        self._block, self._part, self._clock = block, part, clock

    def __enter__(self) -> Any:
        self._clock.enter(self._part)
        try:
            return self._block.__enter__()
        finally:
            self._clock.leave()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Any:
        self._clock.enter(self._part)
        try:
            return self._block.__exit__(kind, error, trace)
        finally:
            self._clock.leave()
