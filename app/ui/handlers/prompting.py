"""What the prompt actions and the prompt lane do: add, change, move and remove words; each is one undo step."""

from __future__ import annotations

from app.project.model import Prompt, Span, with_prompt, with_prompt_moved
from app.settings import with_prompt_used
from app.ui.actions import Handler
from app.ui.dialogs.asking import answer
from app.ui.dialogs.prompt_dialog import PromptDialog, Ranges
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from app.ui.workspace import Workspace


class Prompting:
    """Words for the whole shot or for ranges of its frames."""

    def __init__(self, window: MainWindow, preferences: Preferences) -> None:
        self._window, self._preferences = window, preferences
        window.page_changed.connect(self._join)

    def handlers(self) -> dict[str, Handler]:
        """What each action does."""
        return {
            "add_prompt": self._add,
            "edit_prompt": self._edit_chosen,
            "remove_prompt": self._remove_chosen,
        }

    def _join(self) -> None:
        page, run = self._window.page, self._window.errands.run
        if page is None:
            return
        page.timeline.prompt_add_requested.connect(lambda number: run(self.add_at(number)))
        page.timeline.prompt_edit_requested.connect(lambda index: run(self.edit(index)))
        page.timeline.prompt_remove_requested.connect(self.remove)
        page.timeline.prompt_move_requested.connect(self._move)

    async def _add(self) -> None:
        """From the menu bar: for the range around this frame, else the whole shot where nothing is said of it, else
        this segment."""
        workspace = self._window.workspace
        if workspace is None:
            return
        said = any(prompt.span is None for prompt in workspace.document.shot.prompts)
        number = workspace.playhead.number
        in_out = workspace.playhead.in_out
        if in_out is not None and number in in_out:
            wanted: Span | None = in_out
        else:
            wanted = _segment(workspace, number) if said else None
        await self._ask(workspace, number, wanted)

    async def add_at(self, number: int) -> None:
        """Add a prompt for the in/out range around a frame, else for the segment there."""
        workspace = self._window.workspace
        if workspace is not None:
            in_out = workspace.playhead.in_out
            inside = in_out is not None and number in in_out
            await self._ask(workspace, number, in_out if inside else _segment(workspace, number))

    async def edit(self, index: int) -> None:
        """Change a prompt, by its place among the shot's."""
        workspace = self._window.workspace
        if workspace is not None and index < len(workspace.document.shot.prompts):
            old = workspace.document.shot.prompts[index]
            number = old.span.first if old.span is not None else workspace.playhead.number
            await self._ask(workspace, number, old.span, old)

    async def _edit_chosen(self) -> None:
        page = self._window.page
        if page is not None and page.prompt_index is not None:
            await self.edit(page.prompt_index)

    async def _ask(self, workspace: Workspace, number: int, wanted: Span | None, old: Prompt | None = None) -> None:
        document, line = workspace.document, workspace.document.shot.line
        if line is None:
            return
        ranges = Ranges(line.span, workspace.playhead.in_out, _segment(workspace, number), wanted)
        kept = self._preferences.settings
        dialog = PromptDialog(self._window, document.shot, ranges, old, kept.prompts, kept.presets)
        page = self._window.page
        said = await answer(dialog)
        used = dialog.text if said else ""
        self._preferences.edit(lambda settings: with_prompt_used(settings, used, dialog.kept.presets))
        if not said or page is None or self._window.page is not page:
            return
        shot, span = document.shot, dialog.span
        if old is not None:
            shot = with_prompt_moved(shot, old.span, span)
        shot = with_prompt(shot, dialog.text, span, dialog.avoided)
        left = dialog.text or dialog.avoided
        document.edit("Add prompt" if old is None else "Edit prompt" if left else "Remove prompt", shot)
        places = [at for at, prompt in enumerate(shot.prompts) if prompt.span == span]
        page.timeline.selected_prompt = places[0] if places else None

    def _move(self, index: int, span: Span) -> None:
        workspace = self._window.workspace
        if workspace is not None and index < len(workspace.document.shot.prompts):
            shot = workspace.document.shot
            workspace.document.edit("Move prompt", with_prompt_moved(shot, shot.prompts[index].span, span))

    def remove(self, index: int) -> None:
        """Remove a prompt, by its place among the shot's."""
        workspace = self._window.workspace
        if workspace is not None and index < len(workspace.document.shot.prompts):
            shot = workspace.document.shot
            workspace.document.edit("Remove prompt", with_prompt(shot, "", shot.prompts[index].span))

    def _remove_chosen(self) -> None:
        page = self._window.page
        if page is not None and page.prompt_index is not None:
            self.remove(page.prompt_index)


def _segment(workspace: Workspace, number: int) -> Span | None:
    """The frames of the segment that shows a frame."""
    segment = workspace.document.segment_at(number)
    return segment.span if segment is not None else None
