"""The beat that playing keeps: says when the next picture is due, and measures how many really come."""

from __future__ import annotations

from collections import deque
from fractions import Fraction

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

_SECOND = 1_000_000_000  # ns


class Beat(QObject):
    """Counts due times from where it began, so that it is exact over any time.

    Signals:
        due: the time of this many more pictures has come; more than 1 when it was heard late.
    """

    due = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pace = Fraction(24)
        self._origin, self._index = 0, 0  # ns on the clock when it began, and pictures due since
        self._shown: deque[int] = deque()  # ns on the clock of the last second's pictures
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)

    @property
    def waiting(self) -> bool:
        """Whether the next picture's time is waited for."""
        return self._timer.isActive()

    def begin(self, pace: Fraction) -> None:
        """Count from now, `pace` pictures a second."""
        self._pace, self._origin, self._index = pace, self._clock.nsecsElapsed(), 0

    def wait(self) -> None:
        """Say when the next picture is due."""
        due = self._origin + (self._index + 1) * _SECOND * self._pace.denominator // self._pace.numerator
        self._timer.start(max(0, -((self._clock.nsecsElapsed() - due) // 1_000_000)))

    def stop(self) -> None:
        """Say nothing more."""
        self._timer.stop()

    def _tick(self) -> None:
        passed = self._clock.nsecsElapsed() - self._origin
        steps = passed * self._pace.numerator // (_SECOND * self._pace.denominator) - self._index
        if steps <= 0:  # the timer was a little early
            self.wait()
            return
        self._index += steps
        self.due.emit(steps)

    # What really comes

    def shown(self) -> None:
        """A picture has come."""
        now = self._clock.nsecsElapsed()
        self._shown.append(now)
        self._forget(now)

    def forget(self) -> None:
        """Measure anew."""
        self._shown.clear()

    @property
    def measured(self) -> float:
        """Pictures a second over the last second; 0 until two have come."""
        now = self._clock.nsecsElapsed()
        self._forget(now)
        if len(self._shown) < 2:
            return 0.0
        first, last = self._shown[0], self._shown[-1]
        overdue = now - int(_SECOND / self._pace)  # a picture that is not due yet is not missing
        return (len(self._shown) - 1) * _SECOND / max(last - first, overdue - first, 1)

    def _forget(self, now: int) -> None:
        while self._shown and now - self._shown[0] > _SECOND:
            self._shown.popleft()
