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
from engine.training.longanimation.adapters import adapt, additions, merged
from engine.training.longanimation.checkpoints import State, load, save
from engine.training.longanimation.clips import Examples
from engine.training.longanimation.configs import TRAINED, Config, Recipe, Stage, TrainingError, stages_of
from engine.training.longanimation.degradation import degraded
from engine.training.longanimation.encoding import Encodings
from engine.training.longanimation.networks import Parts, begin, recompute
from engine.training.longanimation.objectives import Lot, codec_loss, denoising_loss
from engine.training.longanimation.order import Order
from engine.training.longanimation.together import Crew

CLIP = 1.0  # the longest gradient
BETAS, DECAY = (0.9, 0.95), 1e-4
MEASURED = 4  # examples whose latents tell the codec's factor
WORSE = 500_000  # added to the seed, so that times and noise are the same whether lines are made worse or not
_FACTOR = "scaling_factor"
_ADDED = "added."


@dataclass(frozen=True)
class Way:
    """How a stage is trained, beside its recipe.

    fine_tune: begin with the weights that the network has, not anew; origin: the run that they are taken from, None
    for the released ones. rank: of the additions that are trained in place of the weights, 0 for the weights
    themselves. degraded: lines are sometimes made worse. halved: compute in 16 bits (bfloat16) with weights of 32; None
    does on a GPU. keep_encoded: examples are encoded once and kept on disk.
    """

    fine_tune: bool = False
    origin: Path | None = None
    rank: int = 0
    degraded: bool = False
    halved: bool | None = None
    keep_encoded: bool = True


@dataclass(frozen=True)
class Told:
    """What a step tells: numbers by name, averaged over its segments."""

    step: int
    numbers: dict[str, float]


PLAIN = Way()


class Run:
    """A stage of a model, from `folder`/<stage>/step-* where it was saved before, else from its beginning.

    Raises TrainingError, OSError.
    """

    def __init__(
        self, config: Config, stage: Stage, parts: Parts, examples: Examples, folder: Path, crew: Crew, way: Way = PLAIN
    ) -> None:
        _fits(config, stage, way)
        self.config, self.parts, self.step = config, parts, 0
        self.examples, self.processes = len(examples), crew.count
        self.stage: Stage = stage
        self.recipe: Recipe = config.recipes[stage]
        self._examples, self._crew, self._way = examples, crew, way
        self._halved = parts.device.type == "cuda" if way.halved is None else way.halved
        self.folder = folder_of(folder, stage)
        self._share = crew.share(self.recipe.batch)
        self._order = Order(examples.buckets, self.recipe.batch, config.seed)
        made_by = _inherit(config, stage, parts, folder, way)
        begin(parts, stage, None if way.fine_tune else config.seed, held=way.rank > 0)
        self._network: nn.Module = parts.module(TRAINED[stage])
        if way.rank:
            adapt(self._network, way.rank, config.seed)
        if config.checkpointing and stage != "codec":
            recompute(parts.transformer)
            recompute(parts.sketch_dit)
        self._trained = {name: value for name, value in self._network.named_parameters() if value.requires_grad}
        self._optimizer = torch.optim.AdamW(
            self._trained.values(), lr=self.recipe.rate, betas=BETAS, weight_decay=DECAY, fused=True
        )
        self._encodings = Encodings(examples, parts, made_by, folder / "encoded" if way.keep_encoded else None)
        if (state := load(self.folder)) is not None:
            self._restore(state)

    def take_step(self) -> Told:
        """One step of the optimizer."""
        for group in self._optimizer.param_groups:
            group["lr"] = self.recipe.rate_at(self.step)
        self._optimizer.zero_grad(set_to_none=True)
        sums: dict[str, float] = {}
        for place in self._share:
            for name, value in self._alone(self.step * self.recipe.batch + place).items():
                sums[name] = sums.get(name, 0.0) + value / self.recipe.batch
        added = self._crew.add_up(self._trained.values(), list(sums.values()))
        norm = nn.utils.clip_grad_norm_(self._trained.values(), CLIP)
        self._optimizer.step()
        self.step += 1
        return Told(self.step, {**dict(zip(sums, added)), "gradient": float(norm)})

    def prepare(self) -> None:
        """Have the first example made, and encoded where this stage takes it so. Raises TrainingError, OSError."""
        item = self._order.item(0)
        self._examples.example(item)
        if self.stage != "codec":
            self._encodings.encoded(item)

    def save(self) -> Path:
        """Write the state; what `Run` reads again. Only the crew's first may."""
        facts = {"step": self.step, "stage": self.stage, "config": self.config.name, "seed": self.config.seed}
        facts["rank"] = self._way.rank
        if self.stage == "codec":
            facts[_FACTOR] = self._measured()
        tensors = {f"network.{name}": value for name, value in merged(self._network).items()}
        tensors |= {f"{_ADDED}{name}": value for name, value in additions(self._network).items()}
        for name, parameter in self._trained.items():
            for key, value in self._optimizer.state.get(parameter, {}).items():
                tensors[f"adam.{key}.{name}"] = value
        return save(self.folder, self.step, State(tensors, facts))

    def _alone(self, index: int) -> dict[str, float]:
        """A segment whose gradient is summed up by itself before it joins the others': so the sum over segments is the
        same whichever process took which, though a segment of stage 3 adds many times."""
        before = [(parameter, parameter.grad) for parameter in self._trained.values()]
        self._optimizer.zero_grad(set_to_none=True)
        numbers = self._segment(index)
        for parameter, others in before:
            if others is not None:
                parameter.grad = others if parameter.grad is None else others.add_(parameter.grad)
        return numbers

    def _segment(self, index: int) -> dict[str, float]:
        """Add the gradient of one segment's share."""
        item, lot, share = self._order.item(index), Lot(self.config.seed, index), 1 / self.recipe.batch
        parts, stage = self.parts, self.stage
        with torch.autocast(parts.device.type, torch.bfloat16, enabled=self._halved):
            if stage == "codec":
                loss = codec_loss(parts, self._examples.example(item), self.config, lot)
            elif stage == "3":
                encoded, example = self._encodings.encoded(item), self._examples.example(item)
                mean, spread = reward.backward(parts, encoded, example, self.config, lot, share)
                return {"reward": mean, "spread": spread}
            else:
                encoded = self._encodings.encoded(item)
                if self._way.degraded and stage != "base":
                    other = Lot(self.config.seed + WORSE, index)
                    encoded = degraded(encoded, self._examples.example(item), parts, other)
                loss = denoising_loss(parts, stage, encoded, self.config, lot)
        (loss * share).backward()
        return {"loss": float(loss.detach())}

    def _restore(self, state: State) -> None:
        _check(state, self.config, self.stage)
        if (rank := state.facts.get("rank", 0)) != self._way.rank:
            raise TrainingError(
                f"The checkpoint was trained with rank {rank}. Go on with it, or choose another folder."
            )
        if self._way.rank:
            known = {
                name.removeprefix(_ADDED): value for name, value in state.tensors.items() if name.startswith(_ADDED)
            }
            self._network.load_state_dict(known, strict=False)
        else:
            _give(self._network, state)
        for name, parameter in self._trained.items():
            kept = {key: state.tensors.get(f"adam.{key}.{name}") for key in ("step", "exp_avg", "exp_avg_sq")}
            if all(value is not None for value in kept.values()):
                self._optimizer.state[parameter] = {
                    key: value.to(parameter.device) for key, value in kept.items() if value is not None
                }
        self.step = int(state.facts["step"])

    @torch.no_grad()
    def _measured(self) -> float:
        """What the codec's latents are to be multiplied by, so that they spread as noise does: each channel about its
        own mean, as where the means lie apart says nothing of a picture and noise of that size would hide all else."""
        codec = Codec(self.parts.vae, replace(product(), samples_sketches=False))
        factor = float(self.parts.vae.config[_FACTOR])
        found = [
            codec.sketch(signed(self._examples.example(item).color), lambda shape: torch.zeros(tuple(shape))) / factor
            for item in range(min(MEASURED, len(self._examples)))
        ]
        channels = torch.cat([one.transpose(1, 2).flatten(2)[0] for one in found], dim=1)
        return 1 / max(1e-6, float(channels.var(dim=1).mean().sqrt()))


def inherit(config: Config, parts: Parts, folder: Path, stages: Iterable[Stage]) -> None:
    """Give the parts what these stages of a run have learned. Raises TrainingError."""
    for stage in stages:
        _take(config, stage, parts, folder)


def _inherit(config: Config, stage: Stage, parts: Parts, folder: Path, way: Way) -> str:
    """Give the parts what was learned before this stage; returns a name for what encodes examples then."""
    made_by: list[object] = [config.name, config.seed]
    before = stages_of(config)[: stages_of(config).index(stage)]
    for place, stages, spared in ((way.origin, stages_of(config), True), (folder, before, way.fine_tune)):
        for one in stages if place is not None else ():
            state = _take(config, one, parts, place or folder)
            if state is not None and one == "codec":
                made_by.append([state.facts["step"], state.facts[_FACTOR]])
            elif state is None and not spared:
                raise TrainingError(f'Train the stage {one} first: there is no checkpoint of it in "{place}".')
    return digest(*made_by)


def _fits(config: Config, stage: Stage, way: Way) -> None:
    if stage not in config.recipes:
        raise TrainingError(f"The stage {stage} is not one of {config.name}: {', '.join(stages_of(config))}.")
    if way.fine_tune and way.origin is None and config.sizes is not None:
        raise TrainingError(f"There are no released weights of {config.name}. Name a run to go on from with --from.")
    if not way.fine_tune and (way.rank or way.origin is not None):
        raise TrainingError("A rank and a run to go on from are for fine-tuning. Add --fine-tune.")


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
