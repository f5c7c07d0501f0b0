"""Frozen dataclasses at the price of open ones, for those of which a system has a hundred thousand.

The constructor of a frozen dataclass sets every field through object.__setattr__: 5 µs for the 45 fields of a
node. Here they are set on an open twin of the class, with the same slots, which then becomes one of the class:
1.2 µs. Nobody sees it before it is frozen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, field, fields, make_dataclass
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def quick_maker(frozen: Callable[P, T]) -> Callable[P, T]:
    """What makes objects of a frozen dataclass with slots just as calling the class does, in a quarter of the time.

    Of a class with fields that take their default first and others after them it makes none: TypeError.
    """

    def freeze(made: Any) -> None:
        made.__class__ = frozen

    twin = make_dataclass(
        f"_Open{frozen.__name__}",
        [(f.name, f.type, _same_default(f)) for f in fields(cast(Any, frozen))],
        slots=True,
        namespace={"__post_init__": freeze},
        repr=False,
        eq=False,
        match_args=False,
    )
    return cast("Callable[P, T]", twin)


def _same_default(f: Field[Any]) -> Any:
    if f.default_factory is not MISSING:
        return field(default_factory=f.default_factory)
    return field() if f.default is MISSING else field(default=f.default)
