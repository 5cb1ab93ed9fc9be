"""The File menu: projects, line art and exports."""

from __future__ import annotations

from app.ui.actions.action import Action, idle, line_idle, project_idle
from app.ui.situation import Situation


def _several(now: Situation) -> bool:
    return now.shots > 1 and not now.busy


FILE: tuple[Action, ...] = (
    Action("new_from_line_art", "File", "New from line art...", ("Ctrl+N",), "Begin a new shot", when=idle),
    Action("open_project", "File", "Open project...", ("Ctrl+O",), "Open a saved project", "open", idle),
    Action("open_sample", "File", "Open the sample shot", when=idle),
    Action(
        "import_line_art", "File", "Import line art...", ("Ctrl+I",),
        "Bring a folder, files or a movie of line art into this shot", "import", idle, bar_before=True,
    ),
    Action("import_shots", "File", "Import shots...", ("Ctrl+Shift+N",),
           "Make a project of each shot in a folder of folders or movies", when=idle),
    Action("import_edit", "File", "Import an edit (OTIO, EDL)...", ("Ctrl+Shift+I",),
           "Lay out the shots as an editing program has them, and import their line art", when=idle),
    Action("next_shot", "File", "Next shot", ("Ctrl+PgDown",), "Save this shot and open the next one beside it",
           when=_several, within="Shots"),
    Action("previous_shot", "File", "Previous shot", ("Ctrl+PgUp",), "Save this shot and open the one before it",
           when=_several, within="Shots"),
    Action("shot_later", "File", "Move this shot later", ("Ctrl+Shift+PgDown",),
           "Another place in the order of the shots", when=_several, within="Shots", bar_before=True),
    Action("shot_earlier", "File", "Move this shot earlier", ("Ctrl+Shift+PgUp",),
           "Another place in the order of the shots", when=_several, within="Shots"),
    Action("shots_bar", "File", "Show the bar of shots", tip="Show or hide the shots that lie beside this one",
           when=lambda now: now.shots > 1, checkable=True, within="Shots", bar_before=True),
    Action(
        "reload_line_art", "File", "Reload changed line art", ("Ctrl+Shift+C",),
        "Read the line art from disk again; only segments with changed drawings become stale", when=line_idle,
    ),
    Action("relink_line_art", "File", "Find moved files...", tip="Point at files that are no longer where they were",
           when=line_idle),
    Action("shot_settings", "File", "Shot settings...", tip="Name, frame rate, lines, missing frames", icon="settings",
           when=project_idle),
    Action("save", "File", "Save", ("Ctrl+S",), "Everything is saved by itself; this saves now", "save", project_idle,
           bar_before=True),
    Action("save_as", "File", "Save as...", ("Ctrl+Shift+S",), "Copy the project and go on in the copy",
           when=project_idle),
    Action("save_copy", "File", "Save a copy...", tip="Copy the project and stay in this one", when=project_idle),
    Action("export", "File", "Export...", ("Ctrl+E",), "Write the colored frames as PNG files or a movie", "export",
           line_idle, bar_before=True),
    Action("export_timeline", "File", "Export timeline (OTIO)...", ("Ctrl+Shift+E",),
           "Write pictures and a timeline of the segments, for editing programs", when=line_idle),
    Action("show_folder", "File", "Show project folder", when=project_idle),
    Action("tidy_takes", "File", "Tidy takes away...",
           tip="Put takes that are neither shown nor starred into the trash", when=project_idle),
    Action("empty_trash", "File", "Empty trash...", tip="Remove deleted takes of this project for good",
           when=project_idle),
    Action("quit", "File", "Quit", ("Ctrl+Q",), bar_before=True),
)  # fmt: skip
