"""Frame rates, timecode and seconds: exact in both directions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.project.timing import (
    TimingError,
    drops_frames,
    frame_at,
    frame_label,
    frames_in_short,
    is_drop,
    nominal_rate,
    parse_frame_label,
    parse_rate,
    parse_timecode,
    rate_fraction,
    rate_text,
    seconds_at,
    timecode,
)

FILM = Fraction(24000, 1001)
NTSC = Fraction(30000, 1001)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("24", Fraction(24)),
        ("24.0", Fraction(24)),
        ("25", Fraction(25)),
        ("30", Fraction(30)),
        ("12", Fraction(12)),
        ("8", Fraction(8)),
        ("12.5", Fraction(25, 2)),
        ("23.976", FILM),
        ("23.98", FILM),
        ("23.97", FILM),
        ("23,976", FILM),
        (" 23.976023976 fps ", FILM),
        ("29.97", NTSC),
        ("59.94", Fraction(60000, 1001)),
        ("47.952", Fraction(48000, 1001)),
        ("119.88", Fraction(120000, 1001)),
        ("24000/1001", FILM),
        ("23976/1000", Fraction(23976, 1000)),
        ("1000", Fraction(1000)),
    ],
)
def test_rates_are_read_exactly(text, rate):
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["", "fast", "-24", "24/0", "24/00", "0", "0/5", "1001", "24:1", "1e3", "²", "nan"])
def test_a_bad_rate_says_what_to_do(text):
    with pytest.raises(TimingError, match=r"write for example|choose one"):
        parse_rate(text)


@pytest.mark.parametrize(
    ("rate", "text", "exact"),
    [
        (Fraction(24), "24", "24/1"),
        (Fraction(120), "120", "120/1"),
        (FILM, "23.976", "24000/1001"),
        (NTSC, "29.97", "30000/1001"),
        (Fraction(25, 2), "12.5", "25/2"),
    ],
)
def test_rates_are_written_so_that_they_read_back(rate, text, exact):
    assert rate_text(rate) == text
    assert rate_fraction(rate) == exact
    assert parse_rate(text) == parse_rate(exact) == rate


def test_the_nominal_rate_is_what_one_timecode_second_counts():
    assert [nominal_rate(rate) for rate in (FILM, NTSC, Fraction(25, 2), Fraction(8), Fraction(1, 4))] == [
        24,
        30,
        13,
        8,
        1,
    ]


@pytest.mark.parametrize(
    ("frame", "rate", "text"),
    [
        (0, Fraction(24), "00:00:00:00"),
        (1001, Fraction(24), "00:00:41:17"),
        (1001, FILM, "00:00:41:17"),
        (1001, Fraction(25), "00:00:40:01"),
        (1001, NTSC, "00:00:33:11"),
        (86400, Fraction(24), "01:00:00:00"),
        (24 * 86400, Fraction(24), "00:00:00:00"),
        (-1, Fraction(24), "23:59:59:23"),
        (119, Fraction(120), "00:00:00:119"),
    ],
)
def test_timecode_counts_frames(frame, rate, text):
    assert timecode(frame, rate) == text
    assert parse_timecode(text, rate) == frame % (86400 * nominal_rate(rate))


@pytest.mark.parametrize(
    ("frame", "text"),
    [
        (1799, "00:00:59;29"),
        (1800, "00:01:00;02"),
        (17981, "00:09:59;29"),
        (17982, "00:10:00;00"),
        (107892, "01:00:00;00"),
    ],
)
def test_drop_frame_skips_two_labels_each_minute_but_the_tenth(frame, text):
    assert timecode(frame, NTSC, drop=True) == text
    assert parse_timecode(text, NTSC) == frame
    assert parse_timecode(text.replace(";", "."), NTSC) == frame


def test_drop_frame_reads_back_for_every_frame_of_eleven_minutes():
    rate, frames = Fraction(60000, 1001), range(11 * 3600)
    labels = [timecode(frame, rate, drop=True) for frame in frames]
    assert [parse_timecode(label, rate) for label in labels] == list(frames)
    assert "00:01:00;03" not in labels


def test_drop_frame_exists_at_two_rates_only():
    assert [drops_frames(rate) for rate in (NTSC, Fraction(60000, 1001), FILM, Fraction(30))] == [
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(TimingError, match="colons only"):
        timecode(0, FILM, drop=True)
    with pytest.raises(TimingError, match="colons only"):
        parse_timecode("01:00:00;00", Fraction(25))


@pytest.mark.parametrize("text", ["", "1001", "01:00:00", "01:60:00:00", "01:00:61:00", "a:b:c:d", "01:00:00:00x"])
def test_text_that_is_no_timecode_is_refused(text):
    with pytest.raises(TimingError, match="is not a timecode; write it"):
        parse_timecode(text, Fraction(24))


@pytest.mark.parametrize(("text", "rate"), [("24:00:00:00", FILM), ("00:00:00:24", FILM), ("00:01:00;01", NTSC)])
def test_labels_that_do_not_exist_are_refused(text, rate):
    with pytest.raises(TimingError, match="There is no timecode"):
        parse_timecode(text, rate)


def test_the_separator_tells_drop_frame():
    assert [is_drop(text) for text in ("01:00:00:00", "01:00:00;00", "01:00:00.00")] == [False, True, True]


@pytest.mark.parametrize("rate", [Fraction(24), FILM, NTSC, Fraction(25, 2), Fraction(8)])
def test_seconds_and_frames_agree_even_through_floats(rate):
    for frame in (0, 1, 7, 999, 5000, 172_800):
        exact = seconds_at(frame, rate)
        assert exact * rate == frame
        assert frame_at(exact, rate) == frame
        assert frame_at(float(exact), rate) == frame
        assert frame_at(exact + Fraction(9, 10) / rate, rate) == frame


@pytest.mark.parametrize(
    ("number", "kind", "label"),
    [
        (1001, "frame", "1001"),
        (1001, "timecode", "00:00:41:17"),
        (1001, "feet", "62+09"),
        (15, "feet", "0+15"),
        (16, "feet", "1+00"),
        (-17, "feet", "-1+01"),
    ],
)
def test_a_frame_is_written_as_number_timecode_or_feet_and_read_back(number, kind, label):
    assert frame_label(number, Fraction(24), kind) == label
    if number >= 0:
        assert parse_frame_label(f" {label} ", FILM, kind, 7) == number


@pytest.mark.parametrize(("text", "frame"), [("+10", 1020), ("-5", 1005), ("1001", 1001), ("00:00:41:17", 1001)])
@pytest.mark.parametrize("kind", ["frame", "timecode", "feet"])
def test_a_typed_frame_is_absolute_or_counted_from_here(kind, text, frame):
    assert parse_frame_label(text, Fraction(24), kind, 1010) == frame


@pytest.mark.parametrize(
    ("text", "kind", "type_this"),
    [("", "frame", "1010"), ("a", "timecode", "00:00:42:02"), ("62+16", "feet", "63+02"), ("62+09", "frame", "1010")],
)
def test_a_typed_frame_that_means_nothing_is_refused_with_an_example(text, kind, type_this):
    with pytest.raises(TimingError, match="is not a frame; type") as refused:
        parse_frame_label(text, Fraction(24), kind, 1010)
    assert f"type {type_this}," in str(refused.value)


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([(7, 7)], "frame 7"),
        ([(3, 9), (11, 11)], "frames 3-9 and 11"),
        ([(1, 1), (3, 3), (5, 5)], "frames 1, 3 and 5"),
        ([(2 * at, 2 * at) for at in range(1, 9)], "frames 2, 4, 6, 8, 10, 12 and 2 more"),
    ],
)
def test_frames_are_named_in_short(spans, words):
    assert frames_in_short(spans) == words
