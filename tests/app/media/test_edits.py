"""Edits from other programs: .edl and .otio read exactly, what they lack said in one sentence, shots found by name."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from app.media.edit import EditUnreadable, Event, match
from app.media.edl import read_edl
from app.media.laying_out import read_edit
from app.project.model import Span

NTSC = Fraction(30000, 1001)


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def row(number: int, times: str, reel: str = "AX", track: str = "V", cut: str = "C") -> str:
    return f"{number:03d}  {reel:8s} {track:5s} {cut:8s} {times}"


CUT = (
    "TITLE: Reel one",
    "FCM: NON-DROP FRAME",
    "",
    row(1, "00:00:41:17 00:00:43:17 01:00:00:00 01:00:02:00"),
    "* FROM CLIP NAME: SC010_v003.mov",
    row(2, "00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00", track="A"),
    "* FROM CLIP NAME: music.wav",
    row(3, "00:00:00:00 00:00:01:12 01:00:02:00 01:00:03:12", reel="BL"),
    row(4, "00:00:00:00 00:00:01:00 01:00:03:12 01:00:04:12", reel="SC_030"),
)


def test_an_edl_gives_shots_with_their_frames_and_places(tmp_path: Path) -> None:
    edit = read_edit(written(tmp_path / "cut.edl", *CUT))
    assert (edit.name, edit.rate, edit.notes) == ("Reel one", 24, ())
    first, second = edit.events
    assert (first.name, first.source, first.record) == ("SC010_v003.mov", Span(1001, 1048), Span(86400, 86447))
    assert (second.name, second.source.length, second.record.first) == ("SC_030", 24, 86400 + 84)


def test_drop_frame_timecode_counts_the_labels_that_are_left_out(tmp_path: Path) -> None:
    lines = (row(1, "01:00:00;00 01:01:00;02 01:00:00;00 01:01:00;02"), "* FROM CLIP NAME: a")
    edit = read_edit(written(tmp_path / "drop.edl", "FCM: DROP FRAME", *lines))
    assert edit.rate == NTSC
    assert edit.events[0].record == Span(107892, 107892 + 1799)  # 01:00:59;29 is followed by 01:01:00;02
    colons = read_edit(written(tmp_path / "colons.edl", "FCM: DROP FRAME", lines[0].replace(";", ":"), lines[1]))
    assert colons.events[0].record == edit.events[0].record
    plain = read_edit(written(tmp_path / "plain.edl", "FCM: NON-DROP FRAME", lines[0].replace(";", ":")), NTSC)
    assert plain.events[0].record == Span(108000, 108000 + 1801)


def test_the_rate_of_an_edl_is_the_lowest_its_timecodes_exist_at_unless_it_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "pal.edl", row(1, "00:00:00:00 00:00:00:24 01:00:00:00 01:00:00:24"))
    assert read_edit(path).rate == 25
    assert read_edit(path, Fraction(30)).events[0].record.first == 108000
    with pytest.raises(EditUnreadable, match=r"Line 1: There is no timecode .00:00:00:24. at 24 fps"):
        read_edit(path, Fraction(24))


def test_dissolves_speeds_and_repeated_shots_are_told_of(tmp_path: Path) -> None:
    edit = read_edit(
        written(
            tmp_path / "soft.edl",
            row(1, "00:00:00:00 00:00:02:00 00:00:00:00 00:00:02:00"),
            "* FROM CLIP NAME: one",
            row(2, "00:00:02:00 00:00:02:00 00:00:02:00 00:00:02:00"),
            row(2, "00:00:05:00 00:00:06:00 00:00:02:00 00:00:03:00", cut="D    012"),
            "* FROM CLIP NAME: one",
            "* TO CLIP NAME: two",
            "M2   AX       012.0                00:00:05:00",
            row(3, "00:00:04:00 00:00:05:00 00:00:03:00 00:00:04:00"),
            "* FROM CLIP NAME: ONE",
        )
    )
    assert [(event.name, event.source) for event in edit.events] == [("one", Span(0, 119)), ("two", Span(120, 143))]
    assert edit.notes == (
        '"one" is used 2 times; it is one shot here.',
        "Dissolves and wipes (line 4) were laid out as cuts.",
        "Changes of speed (line 4) were left out; drawings stay at 24 fps.",
    )


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("TITLE: x", "001 AX V C 00:00:00:00 00:00:01:00"), "Line 2 is no event"),
        (("001 AX V C 00:00:01:00 00:00:00:00 00:00:01:00 00:00:00:00",), "Line 1 ends before it begins"),
        (("001 AX V C 00:00:00:00 00:00:99:00 00:00:00:00 00:00:01:00",), "Line 1: .*not a timecode"),
        (("TITLE: nothing", "* a remark"), "holds no shots"),
        (("\x00\x01PNG",), "holds no shots"),
    ],
)
def test_a_bad_edl_is_refused_with_its_line(tmp_path: Path, lines: tuple[str, ...], words: str) -> None:
    with pytest.raises(EditUnreadable, match=words) as refused:
        read_edit(written(tmp_path / "bad.edl", *lines))
    assert "\n" not in str(refused.value)


def test_an_edl_reads_the_names_of_japanese_programs() -> None:
    path_text = f"{row(1, '00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00')}\n* FROM CLIP NAME: カット10.mov\n"
    assert read_edl(path_text, Fraction(24), "x").events[0].name == "カット10.mov"


# OpenTimelineIO, written by the library that other programs write it with


def time(value: float, rate: float = 24.0) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(value, rate)


def span(start: float, length: float, rate: float = 24.0) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(time(start, rate), time(length, rate))


def clip(name: str, start: float, length: float, **media: Any) -> otio.schema.Clip:
    reference = otio.schema.ExternalReference(**media) if media else None
    return otio.schema.Clip(name=name, source_range=span(start, length), media_reference=reference)


def timeline(*items: object, start: float = 86400) -> otio.schema.Timeline:
    made = otio.schema.Timeline("Reel 二", global_start_time=time(start))
    made.tracks.append(otio.schema.Track(kind=otio.schema.TrackKind.Audio, children=[clip("music", 0, 99)]))
    made.tracks.append(otio.schema.Track(kind=otio.schema.TrackKind.Video, children=list(items)))
    return made


def saved(made: object, path: Path) -> Path:
    otio.adapters.write_to_file(made, str(path))
    return path


def test_an_otio_gives_what_the_library_says_of_it(tmp_path: Path) -> None:
    made = timeline(
        clip("sc010", 86424, 48, target_url="file:///media/sc010.mov", available_range=span(86400, 96)),
        otio.schema.Gap(source_range=span(0, 12)),
        otio.schema.Transition(transition_type="SMPTE_Dissolve", in_offset=time(6), out_offset=time(6)),
        otio.schema.Clip(
            "sc020",
            otio.schema.ImageSequenceReference(
                target_url_base="file:///line/sc020/", name_prefix="sc020.", name_suffix=".png", start_frame=1001,
                rate=24, available_range=span(0, 60),
            ),
            span(4, 30),
        ),
    )  # fmt: skip
    path = saved(made, tmp_path / "cut.otio")
    edit = read_edit(path)
    library = otio.adapters.read_from_file(str(path))
    assert (edit.name, edit.rate) == ("Reel 二", 24)
    track = library.tracks[1]
    for event, item in zip(edit.events, track.find_clips(), strict=True):
        place = item.transformed_time_range(item.trimmed_range(), library.tracks)
        begins = place.start_time + library.global_start_time
        assert (event.name, event.record) == (
            item.name,
            Span(int(begins.value), int((begins + place.duration).value) - 1),
        )
    assert [event.source for event in edit.events] == [Span(86424, 86471), Span(1005, 1034)]
    assert edit.events[0].used(Span(1, 96)) == Span(25, 72)
    assert edit.notes == ("Dissolves and wipes were laid out as cuts.",)


def test_rates_of_clips_and_edit_may_differ_and_ntsc_is_exact(tmp_path: Path) -> None:
    source = otio.opentime.TimeRange(time(0, 12), time(24, 12))
    made = timeline(otio.schema.Clip("on twos", None, source), clip("next", 0, 10))
    assert [event.record for event in read_edit(saved(made, tmp_path / "a.otio")).events] == [
        Span(86400, 86447), Span(86448, 86457)
    ]  # fmt: skip
    rate = 24000 / 1001
    made = otio.schema.Timeline(global_start_time=time(0, rate))
    made.tracks.append(otio.schema.Track(children=[otio.schema.Clip("x", None, span(0, 7, rate))]))
    assert read_edit(saved(made, tmp_path / "b.otio")).rate == Fraction(24000, 1001)


def test_collections_stacks_and_nested_edits_are_read(tmp_path: Path) -> None:
    inner = otio.schema.Track(children=[clip("a", 0, 5), clip("b", 0, 7)])
    collection = otio.schema.SerializableCollection(children=[timeline(inner, clip("c", 0, 3), start=0)])
    edit = read_edit(saved(collection, tmp_path / "nested.otio"))
    assert [event.record for event in edit.events] == [Span(0, 11), Span(12, 14)]
    assert "nested" in edit.notes[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it is not whole"),
        ('{"OTIO_SCHEMA": "Timeline.1",\n "tracks": ', r"not whole \(line 2\)"),
        ("[1, 2]", "holds no timeline"),
        ('{"OTIO_SCHEMA": "Timeline.1"}', "holds no shots"),
        ("[" * 100000, "not whole"),
        (json.dumps({"OTIO_SCHEMA": "Track.1", "children": [{"OTIO_SCHEMA": "Clip.1", "name": "x"}]}), "how long"),
        (json.dumps({"OTIO_SCHEMA": "Track.1", "children": [{"OTIO_SCHEMA": "Clip.1", "source_range": {
            "start_time": {"value": "x", "rate": 24}, "duration": {"value": 1, "rate": 24}}}]}), "no time"),
        (json.dumps({"OTIO_SCHEMA": "Track.1", "children": [{"OTIO_SCHEMA": "Clip.1", "source_range": {
            "start_time": {"value": 1, "rate": 0}, "duration": {"value": 1, "rate": 24}}}]}), "frame rate"),
    ],
)  # fmt: skip
def test_a_bad_otio_is_refused_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "bad.otio"
    path.write_text(text, "utf-8")
    with pytest.raises(EditUnreadable, match=words):
        read_edit(path)


def test_shots_are_found_by_name_whatever_case_ending_and_version(tmp_path: Path) -> None:
    def event(name: str, reel: str = "") -> Event:
        return Event(name, Span(1, 2), Span(1, 2), reel)

    events = [event("SC010_v003.mov"), event("x", "sc-020"), event("sc030.[1001-1048].png"), event("sc0"), event("a")]
    names = [(name, (name,)) for name in ("sc020", "sc010_line", "SC 030", "sc-020", "b")]
    assert match(events, names) == {0: "sc010_line", 1: "sc-020", 2: "SC 030"}
