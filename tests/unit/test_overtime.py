"""The limit on one page's time: it ends loops and no more, and gives other timers back."""

import signal
import threading
import time

import pytest

from dateline.steps.overtime import Overtime, Patience, limit_time


def burn(seconds: float) -> bool:
    """Work in pure Python, as a library does that swallows what it can."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            sum(range(100))
        except Exception:  # noqa: BLE001  the point of the test
            return False
    return True


def test_what_takes_too_long_ends():
    with pytest.raises(Overtime), limit_time(0.05):
        burn(20)


def test_what_is_quick_enough_is_not_disturbed_later():
    with limit_time(0.1):
        assert burn(0.001)
    assert burn(0.2)


def test_a_timer_that_was_set_before_goes_on():
    rang = []
    handler = signal.signal(signal.SIGALRM, lambda *_: rang.append(time.monotonic()))
    started = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(Overtime), limit_time(0.05):
            burn(20)
        assert rang == []
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 0.3
        while not rang and time.monotonic() < started + 20:
            time.sleep(0.01)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
    assert rang
    assert rang[0] - started >= 0.29


def test_beside_the_main_thread_there_is_no_limit():
    done = []

    def work():
        with limit_time(0.01):
            done.append(burn(0.1))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def test_patience_is_halved_by_source_and_never_ends():
    patience = Patience(20.0)
    left = []
    for _ in range(9):
        left.append(patience.left("trap"))
        patience.lose("trap")
    assert left == [20, 10, 5, 2.5, 1.25, 0.625, 0.3125, 0.25, 0.25]
    assert patience.left("neighbour") == 20
    assert Patience(0.1).left("any") == 0.1
