"""A few things kept at hand, the one not used for longest forgotten first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Name = TypeVar("Name")
Thing = TypeVar("Thing")


class Recent(Generic[Name, Thing]):
    """The `keep` things used last, made anew when asked for again later. Any thread may ask."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._things: OrderedDict[Name, Thing] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, name: Name) -> Thing | None:
        """The thing, if it is still here."""
        with self._lock:
            if name in self._things:
                self._things.move_to_end(name)
            return self._things.get(name)

    def put(self, name: Name, thing: Thing) -> None:
        """Keep this one, forget the one not used for longest."""
        with self._lock:
            self._things[name] = thing
            self._things.move_to_end(name)
            while len(self._things) > self._keep:
                self._things.popitem(last=False)

    def get(self, name: Name, make: Callable[[], Thing]) -> Thing:
        """The thing, made if it is not here."""
        found = self.find(name)
        if found is None:
            found = make()
            self.put(name, found)
        return found
