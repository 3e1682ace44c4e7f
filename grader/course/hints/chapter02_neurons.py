"""Hints in steps for chapter 2: a nudge, what to look at, the shape of the solution."""

from __future__ import annotations

STEPS: dict[str, tuple[str, str, str]] = {
    "sigmoid": (
        "Write down the formula first, and try it on 0 and on ln 3. Then try it on -1000 and read the warning.",
        (
            "Look for the exponential that explodes: it is the one of a large positive number. The exponential of a "
            "negative number is always harmless."
        ),
        (
            "The shape of it: the exponential of minus the absolute value, and two ways of writing the fraction, one "
            "for each sign; choose between them number by number."
        ),
    ),
    "neuron": (
        "Three things happen in a row: weigh, add up, activate. Where does the bias come in?",
        (
            "Look at the bias: it is added once to the sum, not to every input, and before the sigmoid. The result is "
            "a number, not an array of one."
        ),
        (
            "The shape of it: the dot product of inputs and weights, plus the bias, through the sigmoid that you have "
            "written already."
        ),
    ),
    "dense_layer": (
        "A layer is many neurons on the same inputs. One matrix product computes them all, for all examples.",
        (
            "Look at the shapes: the inputs' second axis meets the weights' first. The bias has one number a column. "
            "And what if somebody asks for an activation that does not exist?"
        ),
        (
            "The shape of it: the product, plus the bias by broadcasting; then one of three branches, and an error for "
            "anything else."
        ),
    ),
    "two_layer_network": (
        "You have a function for a layer. What does the second layer look at?",
        "Look at the activations: one of the layers has ReLU, the other a sigmoid, and they must not be exchanged.",
        "The shape of it: two calls of your layer, the second on the result of the first.",
    ),
}
