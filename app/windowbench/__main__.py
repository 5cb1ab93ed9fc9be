"""One part of the measurement as a process: the order comes as JSON in the only argument, results go out as JSON."""

from __future__ import annotations

import faulthandler
import sys

import msgspec

from app import logs
from app.windowbench.paint import paint
from app.windowbench.parts import bring_in, work
from app.windowbench.piece import go_on, piece
from app.windowbench.stage import Order, perform

PARTS = {"bring in": bring_in, "work": work, "piece": piece, "go on": go_on, "paint": paint}

if __name__ == "__main__":
    logs.start()
    faulthandler.enable()  # says in which line a process ended that Qt took down
    order = msgspec.json.decode(sys.argv[1], type=Order)
    sys.exit(perform(order, PARTS[order.part]))
