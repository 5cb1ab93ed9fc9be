"""What is worked out once: by whom, how often, and that nobody waits for another object's."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from app.once import once


@dataclass(frozen=True)
class Thing:
    """Something that works out a number, when it may."""

    may: threading.Event
    begun: threading.Event

    @once
    def number(self) -> list[int]:
        """A number of its own."""
        self.begun.set()
        assert self.may.wait(30)
        return [1]


def test_it_is_worked_out_once_and_kept_by_frozen_data() -> None:
    thing = Thing(threading.Event(), threading.Event())
    thing.may.set()
    assert thing.number is thing.number
    assert thing == Thing(thing.may, thing.begun), "what is kept is no part of what it is"
    assert Thing.number.__doc__ == "A number of its own."


def test_one_object_does_not_wait_while_another_works_its_own_out() -> None:
    slow, quick = (Thing(threading.Event(), threading.Event()) for _ in range(2))
    waiting = threading.Thread(target=lambda: slow.number)
    waiting.start()
    assert slow.begun.wait(30)
    quick.may.set()
    other = threading.Thread(target=lambda: quick.number)
    other.start()
    other.join(30)
    done = not other.is_alive()
    slow.may.set()
    waiting.join()
    other.join()
    assert done
