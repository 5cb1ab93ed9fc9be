"""What an object works out when it is first asked for and keeps, without one object waiting for another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

S = TypeVar("S", bound=object)
T = TypeVar("T")


class once(Generic[S, T]):  # noqa: N801 - it is written as a decorator
    """A property that is worked out once and then is an attribute; also of frozen data.

    It is Python 3.12's `functools.cached_property`. Before, that one held a lock which all objects of a class share:
    the picture the artist waits for was not read while another thread read any other. Two threads that ask for the
    same at the same moment may both work it out.
    """

    def __init__(self, work: Callable[[S], T]) -> None:
        self._work, self.__doc__ = work, work.__doc__

    def __set_name__(self, owner: type[S], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[S]) -> once[S, T]: ...
    @overload
    def __get__(self, instance: S, owner: type[S]) -> T: ...
    def __get__(self, instance: S | None, owner: type[S]) -> Any:
        if instance is None:
            return self
        made = instance.__dict__[self._name] = self._work(instance)
        return made
