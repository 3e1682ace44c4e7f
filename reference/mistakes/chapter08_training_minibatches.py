"""What usually goes wrong in chapter 8 with batches: the last one, the order, the generator.

The subtle ones stand first. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from typing import Any

import numpy as np

from reference.mistakes import mistake
from reference.mistakes.training_loop import Array, Arrays, cut_into_batches


def _shuffled(samples: int, seed: int) -> Array:
    return np.random.default_rng(seed).permutation(samples)


@mistake(
    "minibatches",
    "When the samples fill the last batch, an empty one follows. Count the batches by a division that is rounded up.",
)
def minibatches_empty_last(samples: int, batch_size: int, seed: int) -> Arrays:
    order = _shuffled(samples, seed)
    count = samples // batch_size + 1
    return [order[batch_size * index :][:batch_size] for index in range(count)]


@mistake(
    "minibatches",
    "The samples that do not fill a batch are lost. They make a last, smaller one.",
)
def minibatches_drops_last(samples: int, batch_size: int, seed: int) -> Arrays:
    return [batch for batch in cut_into_batches(_shuffled(samples, seed), batch_size) if len(batch) == batch_size]


@mistake(
    "minibatches",
    "The samples that are left over join the last full batch, which is then too large. They make a batch of their own.",
)
def minibatches_rest_in_last(samples: int, batch_size: int, seed: int) -> Arrays:
    batches = cut_into_batches(_shuffled(samples, seed), batch_size)
    if len(batches) > 1 and len(batches[-1]) < batch_size:
        batches[-2:] = [np.concatenate(batches[-2:])]
    return batches


@mistake(
    "minibatches",
    "Your smaller batch stands first. Full batches come first, and what is left makes the last one.",
)
def minibatches_rest_first(samples: int, batch_size: int, seed: int) -> Arrays:
    order = _shuffled(samples, seed)
    rest = samples % batch_size
    return ([order[:rest]] if rest else []) + cut_into_batches(order[rest:], batch_size)


@mistake(
    "minibatches",
    "Your last batch is filled up with indices that were there before. It may be smaller: every index "
    "stands in one batch only.",
)
def minibatches_filled_up(samples: int, batch_size: int, seed: int) -> Arrays:
    order = _shuffled(samples, seed)
    return cut_into_batches(np.concatenate([order, np.resize(order, -samples % batch_size)]), batch_size)


@mistake(
    "minibatches",
    "Your batches are made as equal as possible. All are to be full, batch_size indices each, but the last.",
)
def minibatches_even_sizes(samples: int, batch_size: int, seed: int) -> Arrays:
    return np.array_split(_shuffled(samples, seed), -(-samples // batch_size))


@mistake(
    "minibatches",
    "Your batches are as many as batch_size says. It says how many indices are in each.",
)
def minibatches_swapped_arguments(samples: int, batch_size: int, seed: int) -> Arrays:
    return np.array_split(_shuffled(samples, seed), batch_size)


@mistake(
    "minibatches",
    "You cut first and shuffle each batch afterwards: the same samples always stay together. Shuffle all "
    "the indices, then cut.",
)
def minibatches_within_batches(samples: int, batch_size: int, seed: int) -> Arrays:
    generator = np.random.default_rng(seed)
    return [generator.permutation(batch) for batch in cut_into_batches(np.arange(samples), batch_size)]


@mistake(
    "minibatches",
    "You shuffle the batches, but not the samples: neighbours always stay together. Shuffle all the indices, then cut.",
)
def minibatches_order_of_batches(samples: int, batch_size: int, seed: int) -> Arrays:
    batches = cut_into_batches(np.arange(samples), batch_size)
    full, rest = batches[: samples // batch_size], batches[samples // batch_size :]
    return [full[index] for index in _shuffled(len(full), seed)] + rest


@mistake(
    "minibatches",
    "Your indices are only moved round by some places: neighbours stay neighbours. Shuffle them.",
)
def minibatches_rolled(samples: int, batch_size: int, seed: int) -> Arrays:
    return cut_into_batches(np.roll(np.arange(samples), seed), batch_size)


@mistake(
    "minibatches",
    "Your indices come in order. Shuffle them before you cut them into batches.",
)
def minibatches_in_order(samples: int, batch_size: int, seed: int) -> Arrays:
    return cut_into_batches(np.arange(samples), batch_size)


@mistake(
    "minibatches",
    "Your batches are the same for every seed: the argument is never used. Make the generator from it.",
)
def minibatches_fixed_seed(samples: int, batch_size: int, seed: int) -> Arrays:
    return cut_into_batches(_shuffled(samples, 0), batch_size)


@mistake(
    "minibatches",
    "Some indices come twice, and others never: each is drawn from all of them. Shuffle the indices "
    "instead of drawing.",
)
def minibatches_drawn_anew(samples: int, batch_size: int, seed: int) -> Arrays:
    return cut_into_batches(np.random.default_rng(seed).integers(0, samples, size=samples), batch_size)


@mistake(
    "minibatches",
    "Your indices start at 1. Those of arrays go from 0 to the number of samples less one.",
)
def minibatches_from_one(samples: int, batch_size: int, seed: int) -> Arrays:
    return cut_into_batches(_shuffled(samples, seed) + 1, batch_size)


@mistake(
    "minibatches",
    "Your indices are decimal numbers, which no array takes as indices. Keep them integers.",
)
def minibatches_as_floats(samples: int, batch_size: int, seed: int) -> Arrays:
    return cut_into_batches(_shuffled(samples, seed).astype(np.float64), batch_size)


@mistake(
    "minibatches",
    "Your arrays say of every sample whether it is in the batch. Arrays of the indices themselves are asked.",
)
def minibatches_as_masks(samples: int, batch_size: int, seed: int) -> Arrays:
    masks = np.zeros((-(-samples // batch_size), samples), dtype=bool)
    for mask, batch in zip(masks, cut_into_batches(_shuffled(samples, seed), batch_size), strict=True):
        mask[batch] = True
    return list(masks)


@mistake(
    "minibatches",
    "Your batches are lists. Arrays of indices are asked: they pick several samples from an array at once.",
)
def minibatches_as_lists(samples: int, batch_size: int, seed: int) -> list[Any]:
    return [batch.tolist() for batch in cut_into_batches(_shuffled(samples, seed), batch_size)]
