"""The part of the Color menu for model sheets, and for where a swatch is used."""

from __future__ import annotations

from app.ui.actions.action import Action, project_idle, project_open

_WITHIN = "Model sheets"
COLOR_MODEL: tuple[Action, ...] = (
    Action("show_sheets", "Color", "Show model sheets", ("Ctrl+Shift+M",),
           "Show or hide the model sheets beside the canvas", when=project_open, checkable=True, within=_WITHIN,
           bar_before=True),
    Action("add_sheet", "Color", "Add model sheet...", tip="Bring a picture of a character's colors into the project",
           icon="add", when=project_idle, within=_WITHIN),
    Action("sheets_from_shot", "Color", "Add the keys of a shot...",
           tip="Copy the keys of a shot beside this one, to pick colors from",
           when=lambda now: now.shots > 1 and not now.busy, within=_WITHIN),
    Action("rename_sheet", "Color", "Rename model sheet...", tip="Call the model sheet shown by another name",
           when=lambda now: now.sheet, within=_WITHIN),
    Action("remove_sheet", "Color", "Remove model sheet", tip="Take the model sheet shown out of the project",
           icon="remove", when=lambda now: now.sheet, within=_WITHIN),
    Action("sheet_swatches", "Color", "Make swatches",
           tip="Add the flat colors of the model sheet shown to the palette", when=lambda now: now.sheet,
           within=_WITHIN),
    Action("sheet_reference", "Color", "Color segment from sheet",
           tip="The selected segment takes its colors from the model sheet shown instead of a key; with LongAnimation",
           when=lambda now: now.sheet and now.segment and not now.segment_locked, within=_WITHIN),
    Action("find_swatch", "Color", "Find where used", ("Ctrl+F",),
           "Show on the timeline in which frames the swatch marked is; again to end it",
           when=lambda now: now.swatch or now.finding, checkable=True, within="Palette", bar_before=True),
    Action("next_use", "Color", "Next frames with the swatch", ("F3",), when=lambda now: now.finding, within="Palette"),
    Action("previous_use", "Color", "Previous frames with the swatch", ("Shift+F3",), when=lambda now: now.finding,
           within="Palette"),
    Action("remove_swatch", "Color", "Remove swatch",
           tip="Take away the swatch marked; one of the keys' colors stays", when=lambda now: now.swatch_loose,
           within="Palette"),
)  # fmt: skip
