"""One stage of training: a step from its number alone, and a state that goes on bit for bit where it was saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.longanimation.codec import Codec, signed
from engine.longanimation.kept import digest
from engine.longanimation.settings import product
from engine.training.longanimation import reward
from engine.training.longanimation.checkpoints import State, load, save
from engine.training.longanimation.clips import Examples
from engine.training.longanimation.configs import TRAINED, Config, Recipe, Stage, TrainingError, stages_of
from engine.training.longanimation.encoding import Encodings
from engine.training.longanimation.networks import Parts, begin, recompute
from engine.training.longanimation.objectives import Lot, codec_loss, denoising_loss
from engine.training.longanimation.together import Crew

CLIP = 1.0  # the longest gradient
BETAS, DECAY = (0.9, 0.95), 1e-4
MEASURED = 4  # examples whose latents tell the codec's factor
_FACTOR = "scaling_factor"


@dataclass(frozen=True)
class Told:
    """What a step tells: numbers by name, averaged over its segments."""

    step: int
    numbers: dict[str, float]


class Run:
    """A stage of a model, from `folder`/<stage>/step-* where it was saved before, else from its beginning.

    fine_tune: begin with the weights that the network has, not anew. Raises TrainingError, OSError.
    """

    def __init__(
        self, config: Config, stage: Stage, parts: Parts, examples: Examples, folder: Path, crew: Crew,
        fine_tune: bool = False, keep_encoded: bool = True,
    ) -> None:  # fmt: skip
        if stage not in config.recipes:
            raise TrainingError(f"The stage {stage} is not one of {config.name}: {', '.join(stages_of(config))}.")
        self.config, self.parts, self.step = config, parts, 0
        self.stage: Stage = stage
        self.recipe: Recipe = config.recipes[stage]
        self._examples, self._crew = examples, crew
        self.folder = folder_of(folder, stage)
        self._share = crew.share(self.recipe.batch)
        made_by = _inherit(config, stage, parts, folder)
        begin(parts, stage, None if fine_tune else config.seed)
        if config.checkpointing and stage != "codec":
            recompute(parts.transformer)
            recompute(parts.sketch_dit)
        self._network: nn.Module = parts.module(TRAINED[stage])
        self._optimizer = torch.optim.AdamW(
            self._network.parameters(), lr=self.recipe.rate, betas=BETAS, weight_decay=DECAY
        )
        kept = folder / "encoded" if keep_encoded else None
        self._encodings = Encodings(examples, parts, made_by, kept)
        if (state := load(self.folder)) is not None:
            self._restore(state)

    def take_step(self) -> Told:
        """One step of the optimizer."""
        for group in self._optimizer.param_groups:
            group["lr"] = self.recipe.rate * min(1.0, (self.step + 1) / self.recipe.warm_up)
        self._optimizer.zero_grad(set_to_none=True)
        sums: dict[str, float] = {}
        for place in self._share:
            for name, value in self._segment(self.step * self.recipe.batch + place).items():
                sums[name] = sums.get(name, 0.0) + value / self.recipe.batch
        added = self._crew.add_up(self._network.parameters(), list(sums.values()))
        norm = nn.utils.clip_grad_norm_(self._network.parameters(), CLIP)
        self._optimizer.step()
        self.step += 1
        return Told(self.step, {**dict(zip(sums, added)), "gradient": float(norm)})

    def save(self) -> Path:
        """Write the state; what `Run` reads again. Only the crew's first may."""
        facts = {"step": self.step, "stage": self.stage, "config": self.config.name, "seed": self.config.seed}
        if self.stage == "codec":
            facts[_FACTOR] = self._measured()
        tensors = {f"network.{name}": value for name, value in self._network.state_dict().items()}
        for name, parameter in self._network.named_parameters():
            for key, value in self._optimizer.state.get(parameter, {}).items():
                tensors[f"adam.{key}.{name}"] = value
        return save(self.folder, self.step, State(tensors, facts))

    def _segment(self, index: int) -> dict[str, float]:
        """Add the gradient of one segment's share."""
        item, lot, share = index % len(self._examples), Lot(self.config.seed, index), 1 / self.recipe.batch
        parts, stage = self.parts, self.stage
        with torch.autocast(parts.device.type, torch.bfloat16, enabled=parts.device.type == "cuda"):
            if stage == "codec":
                loss = codec_loss(parts, self._examples.example(item), self.config, lot)
            elif stage == "3":
                encoded, example = self._encodings.encoded(item), self._examples.example(item)
                mean, spread = reward.backward(parts, encoded, example, self.config, lot, share)
                return {"reward": mean, "spread": spread}
            else:
                loss = denoising_loss(parts, stage, self._encodings.encoded(item), self.config, lot)
        (loss * share).backward()
        return {"loss": float(loss.detach())}

    def _restore(self, state: State) -> None:
        _check(state, self.config, self.stage)
        _give(self._network, state)
        for name, parameter in self._network.named_parameters():
            kept = {key: state.tensors.get(f"adam.{key}.{name}") for key in ("step", "exp_avg", "exp_avg_sq")}
            if all(value is not None for value in kept.values()):
                self._optimizer.state[parameter] = {
                    key: value if key == "step" else value.to(parameter.device)
                    for key, value in kept.items()
                    if value is not None
                }
        self.step = int(state.facts["step"])

    @torch.no_grad()
    def _measured(self) -> float:
        """What the codec's latents are to be multiplied by, so that they spread as noise does."""
        codec = Codec(self.parts.vae, replace(product(), samples_sketches=False))
        factor = float(self.parts.vae.config[_FACTOR])
        found = [
            codec.sketch(signed(self._examples.example(item).color), lambda shape: torch.zeros(tuple(shape))) / factor
            for item in range(min(MEASURED, len(self._examples)))
        ]
        return 1 / max(1e-6, float(torch.cat([one.flatten() for one in found]).std()))


def inherit(config: Config, parts: Parts, folder: Path, stages: Iterable[Stage]) -> None:
    """Give the parts what these stages of a run have learned. Raises TrainingError."""
    for stage in stages:
        _take(config, stage, parts, folder)


def _inherit(config: Config, stage: Stage, parts: Parts, folder: Path) -> str:
    """Give the parts what the stages before have learned; returns a name for what encodes examples then."""
    made_by: list[object] = [config.name, config.seed]
    for before in stages_of(config)[: stages_of(config).index(stage)]:
        state = _take(config, before, parts, folder)
        if state is None:
            raise TrainingError(f'Train the stage {before} first: there is no checkpoint of it in "{folder}".')
        if before == "codec":
            made_by.append([state.facts["step"], state.facts[_FACTOR]])
    return digest(*made_by)


def _take(config: Config, stage: Stage, parts: Parts, folder: Path) -> State | None:
    state = load(folder_of(folder, stage))
    if state is not None:
        _check(state, config, stage)
        _give(parts.module(TRAINED[stage]), state)
        if _FACTOR in state.facts:
            parts.vae.register_to_config(**{_FACTOR: state.facts[_FACTOR]})
    return state


def _check(state: State, config: Config, stage: Stage) -> None:
    wanted = {"config": config.name, "seed": config.seed, "stage": stage}
    other = {name: state.facts.get(name) for name, value in wanted.items() if state.facts.get(name) != value}
    if other:
        told = ", ".join(f"{name} {value}" for name, value in other.items())
        raise TrainingError(f"The checkpoint is of another run ({told}). Choose another folder.")


def _give(network: nn.Module, state: State) -> None:
    known: dict[str, Tensor] = {
        name.removeprefix("network."): value for name, value in state.tensors.items() if name.startswith("network.")
    }
    try:
        network.load_state_dict(known)
    except RuntimeError as error:
        raise TrainingError(f"The checkpoint does not fit the network: {error}") from error


def folder_of(run: Path, stage: Stage) -> Path:
    """Where a stage of a run is kept."""
    return run / (stage if stage in ("codec", "base") else f"stage{stage}")
