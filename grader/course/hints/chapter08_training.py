"""Hints in steps for chapter 8: a nudge, what to look at, the shape of the solution."""

from __future__ import annotations

STEPS: dict[str, tuple[str, str, str]] = {
    "one_hot": (
        "A row for each label, with a single 1. Where does it stand?",
        "Look at the number of columns: it is told to you, since a class may be missing among the labels.",
        (
            "The shape of it: zeros of the right shape, and a one at each pair of row number and label. The rows of an "
            "identity matrix do the same."
        ),
    ),
    "softmax_crossentropy_gradient": (
        "What did the network say, and what should it have said? The gradient is little more than the difference.",
        (
            "Look at two things: the shift that keeps the exponentials small, and the mean over the batch, which makes "
            "each sample count less."
        ),
        (
            "The shape of it: softmax of each row, minus the labels, divided by the number of samples (not of all "
            "numbers)."
        ),
    ),
    "dense_backward": (
        (
            "A gradient has the shape of what it belongs to. Write down the three shapes that you need, and the two "
            "that you have."
        ),
        (
            "Look for the letter that the result does not have: over it you add up. That tells which matrix must be "
            "transposed. Do not divide by the batch again."
        ),
        (
            "The shape of it: gradient times transposed weights; transposed inputs times gradient; sum of the gradient "
            "over the samples."
        ),
    ),
    "max_pool2d_backward": (
        "Who won in each window? The winner takes the whole gradient of that window.",
        (
            "Look at ties, where only one may take it, or each a part; and at windows that overlap, where a pixel may "
            "win several times and its gradients add up."
        ),
        (
            "The shape of it: zeros like the images; go over the places inside a window, for all windows at once; "
            "where the pixel is the window's maximum and nobody was served yet, add the gradient there."
        ),
    ),
    "conv2d_backward": (
        (
            "Through a product, the gradient goes to each factor, multiplied by the other one. Which pixel met which "
            "number of the kernel?"
        ),
        (
            "Look at the forward pass and keep its loop over the kernel's places: the same slices that were read are "
            "now added to. Then cut off the padding, which may be none on one side."
        ),
        (
            "The shape of it: pad the images, and make zeros like them; for each place of the kernel, that place's "
            "gradient is the transposed window pixels times the gradient, and the pixels receive the gradient times "
            "the transposed kernel matrix; the bias gets the sum over all but the filters; cut the padding off by "
            "where the image begins and how long it is."
        ),
    ),
    "sgd_step": (
        "The gradient points uphill. Which way do you go, and how far?",
        (
            "Look at the old parameters after your step: they must not have changed. And at the shapes: each parameter "
            "has its own."
        ),
        "The shape of it: a new list; for each pair of parameter and gradient, the one less the rate times the other.",
    ),
    "adam_step": (
        "Two memories for each parameter, and a step counter. What do they hold before the first step?",
        (
            "Look at the correction: it divides by one minus a power, whose exponent is the number of the step, from 1 "
            "on. The means that are kept are those before the correction."
        ),
        (
            "The shape of it: unpack the state, or make zeros; count one step more; for each parameter update both "
            "means, correct both, move by the rate times the one over the root of the other and epsilon; return the "
            "parameters and the new state."
        ),
    ),
    "minibatches": (
        "Shuffle the indices, not the images. Then cut.",
        (
            "Look at the generator: it is made from the seed inside of your function, so that the same seed gives the "
            "same batches. And at the last batch, which may be shorter."
        ),
        (
            "The shape of it: a generator, a permutation of the indices, and slices that start at every multiple of "
            "the batch size."
        ),
    ),
    "train": (
        "Write the four moves as comments first: forward, loss, backward, step. Each is a few of your own functions.",
        (
            "Look at what the backward pass needs: what went into each layer. Look at the loss of an epoch: it is a "
            "mean over samples, and the last batch may be smaller. And change no parameter before all gradients are "
            "known."
        ),
        (
            "The shape of it: copy the parameters; a loop over epochs, inside it one over batches in order; forward "
            "through six steps, keeping what each was given; the gradient at the logits, back through dense, the "
            "reshape, pooling, ReLU and convolution; a step with all four; add the batch's summed loss to the epoch's."
        ),
    ),
    "accuracy": (
        "For each sample there is one question: was the most probable class the right one?",
        "Look at the axis of the classes. How sure the network was does not count.",
        (
            "The shape of it: the place of the largest probability in each row, compared with the labels; the mean of "
            "that comparison, as a number."
        ),
    ),
}
