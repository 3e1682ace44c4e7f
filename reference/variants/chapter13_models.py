"""Chapter 13: right answers in other styles."""

from __future__ import annotations

from typing import Any

from reference.variants import variant


@variant("rules_of_thumb")
def rules_with_integers_only(problem: str, inputs: int, outputs: int) -> dict[str, int]:
    """A table of the problems, and rounding by hand."""
    layers = {"linearly separable": 0, "continuous": 1, "any boundary": 2, "complex": 3}.get(problem)
    if layers is None:
        raise ValueError(problem)
    ends = sorted((inputs, outputs))
    advised = outputs + (2 * inputs + 1) // 3
    return {"most": inputs * 2 - 1, "advised": advised, "layers": layers, "smallest": ends[0], "largest": ends[1]}


@variant("build_stack")
def stack_from_a_list(inputs: int, layers: int, units: int, classes: int, dropout: float = 0.5) -> Any:
    """One list of all layers, the activation a layer of its own; compiled, which does no harm."""
    import keras  # noqa: PLC0415 (only where models are built)

    hidden = []
    for number in range(layers):
        hidden += [
            keras.layers.Dense(units),
            keras.layers.Activation("relu"),
            keras.layers.Dropout(dropout, seed=number),
        ]
    model = keras.Sequential([keras.Input((inputs,)), *hidden, keras.layers.Dense(classes), keras.layers.Softmax()])
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


@variant("build_twins")
def twins_joined_by_an_operation(inputs: int, features: int) -> Any:
    """Operations join the two, the second input first; activations as layers of their own."""
    import keras  # noqa: PLC0415

    left, right = keras.Input((inputs,), name="left"), keras.Input((inputs,), name="right")
    shared, relu = keras.layers.Dense(features), keras.layers.ReLU()
    seen = [relu(shared(image)) for image in (right, left)]
    answer = keras.layers.Activation("sigmoid")(keras.layers.Dense(1)(keras.ops.concatenate(seen, axis=1)))
    return keras.Model(inputs=[left, right], outputs=answer)


@variant("build_twins")
def twins_with_a_model_as_the_shared_layer(inputs: int, features: int) -> Any:
    """What is shared is a model of its own."""
    import keras  # noqa: PLC0415

    shared = keras.Sequential([keras.layers.Dense(features), keras.layers.Activation("relu")], name="encoder")
    images = [keras.Input((inputs,)) for _ in range(2)]
    both = keras.layers.concatenate([shared(image) for image in images])
    return keras.Model(images, keras.layers.Dense(1, activation=keras.activations.sigmoid)(both))


@variant("build_two_heads")
def heads_with_losses_in_a_list(inputs: int, hidden: int, classes: int) -> Any:
    """The even one first; losses and metrics in lists."""
    import keras  # noqa: PLC0415

    start = keras.layers.Input(shape=(inputs,), name="pixels")
    middle = keras.layers.Dense(hidden, activation=keras.activations.relu, name="features")(start)
    even = keras.layers.Dense(1, activation="sigmoid", name="even")(middle)
    digit = keras.layers.Dense(classes, activation="softmax", name="digit")(middle)
    model = keras.Model(start, [even, digit])
    losses = ["binary_crossentropy", keras.losses.SparseCategoricalCrossentropy()]
    model.compile(keras.optimizers.Adam(), losses, metrics=[["accuracy"], ["accuracy"]])
    return model


@variant("summary_rows")
def rows_as_lists(model: Any) -> list[list[Any]]:
    """Lists; shapes by `compute_output_shape`, counts by NumPy."""
    import numpy as np  # noqa: PLC0415

    rows = []
    for layer in model.layers:
        shape = layer.compute_output_shape(layer.input.shape)
        free = int(sum(np.prod(weight.shape) for weight in layer.weights if weight.trainable and layer.trainable))
        rows.append([layer.name, list(shape[1:]), int(sum(np.prod(weight.shape) for weight in layer.weights)), free])
    return rows


@variant("stop_and_keep")
def checkpoint_first(path: str, patience: int = 3) -> tuple[Any, Any]:
    """A tuple, the checkpoint first, arguments by default left out."""
    import keras  # noqa: PLC0415

    checkpoint = keras.callbacks.ModelCheckpoint(filepath=path, save_best_only=True, mode="min")
    return checkpoint, keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)


@variant("stop_below")
def stop_with_a_class_within(threshold: float) -> Any:
    """A class in the function, with the losses of the batches beside those of the epochs."""
    import keras  # noqa: PLC0415

    class Watch(keras.callbacks.Callback):  # type: ignore[misc]
        def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002 (Keras's signature)
            self.losses: list[float] = []
            self.batches: list[float] = []

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
            self.batches.append(logs["loss"])

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
            self.losses += [logs["loss"]]
            self.model.stop_training = logs["loss"] < threshold

    return Watch()


@variant("save_and_restore")
def save_with_open_files(model: Any, folder: str) -> Any:
    """Paths as texts, the file closed by hand, Keras's other name for reading JSON."""
    import keras  # noqa: PLC0415

    model.save(f"{folder}/model.keras", overwrite=True)
    file = open(f"{folder}/architecture.json", "w")  # noqa: SIM115, PTH123 (as students write)
    file.write(model.to_json(indent=4))
    file.close()
    model.save_weights(f"{folder}/model.weights.h5")
    with open(f"{folder}/architecture.json") as text:  # noqa: PTH123
        again = keras.models.model_from_json(text.read())
    again.load_weights(f"{folder}/model.weights.h5")
    return again
