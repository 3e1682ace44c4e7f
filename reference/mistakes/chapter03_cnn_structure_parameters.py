"""What usually goes wrong in chapter 3 with counts of parameters: forgotten biases, forgotten channels.

The subtle ones stand first in each exercise. Each mistake is wrong in one way only and right in every other.
"""

# ruff: noqa: ARG001, D103 (a mistake may ignore an argument, that is what it shows; its hint is its docstring)
from __future__ import annotations

from collections.abc import Sequence

from reference.mistakes import mistake

# conv2d_parameter_count


@mistake("conv2d_parameter_count", "You multiply the height of the kernel by itself. Its width may be another number.")
def conv2d_parameter_count_square_kernel(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * (kernel_size[0] * kernel_size[0] * channels_in + 1)


@mistake("conv2d_parameter_count", "You multiply the width of the kernel by itself. Its height may be another number.")
def conv2d_parameter_count_square_of_the_width(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * (kernel_size[1] * kernel_size[1] * channels_in + 1)


@mistake("conv2d_parameter_count", "Your count lacks the biases. Each filter has one.")
def conv2d_parameter_count_without_biases(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * kernel_size[0] * kernel_size[1] * channels_in


@mistake("conv2d_parameter_count", "You count a single bias for the whole layer. Each filter has its own.")
def conv2d_parameter_count_a_single_bias(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * kernel_size[0] * kernel_size[1] * channels_in + 1


@mistake(
    "conv2d_parameter_count",
    "You count a bias for each channel of the input, too. A filter adds its channels up first and has one bias.",
)
def conv2d_parameter_count_a_bias_for_each_kernel(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * channels_in * (kernel_size[0] * kernel_size[1] + 1)


@mistake("conv2d_parameter_count", "You count a bias for each channel of the input. The biases belong to the filters.")
def conv2d_parameter_count_a_bias_for_each_channel(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * kernel_size[0] * kernel_size[1] * channels_in + channels_in


@mistake("conv2d_parameter_count", "You count a bias for each weight. A filter has one in all.")
def conv2d_parameter_count_a_bias_for_each_weight(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return 2 * filters * kernel_size[0] * kernel_size[1] * channels_in


@mistake(
    "conv2d_parameter_count",
    "Your count does not depend on the channels of the input. A filter has a kernel for each of them.",
)
def conv2d_parameter_count_without_channels(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * (kernel_size[0] * kernel_size[1] + 1)


@mistake("conv2d_parameter_count", "Your count is that of one filter. The layer has several.")
def conv2d_parameter_count_of_one_filter(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return kernel_size[0] * kernel_size[1] * channels_in + 1


@mistake("conv2d_parameter_count", "You add the sides of the kernel. It has as many weights as its sides multiplied.")
def conv2d_parameter_count_perimeter(channels_in: int, filters: int, kernel_size: Sequence[int]) -> int:
    return filters * ((kernel_size[0] + kernel_size[1]) * channels_in + 1)


@mistake("conv2d_parameter_count", "Your count is a decimal number. A count is an integer.")
def conv2d_parameter_count_as_float(channels_in: int, filters: int, kernel_size: Sequence[int]) -> float:
    return float(filters * (kernel_size[0] * kernel_size[1] * channels_in + 1))


# dense_parameter_count


@mistake("dense_parameter_count", "Your count lacks the biases. Each unit has one.")
def dense_parameter_count_without_biases(inputs: int, units: int) -> int:
    return inputs * units


@mistake("dense_parameter_count", "You count a single bias for the whole layer. Each unit has its own.")
def dense_parameter_count_a_single_bias(inputs: int, units: int) -> int:
    return inputs * units + 1


@mistake("dense_parameter_count", "You count a bias for each input. The biases belong to the units.")
def dense_parameter_count_a_bias_for_each_input(inputs: int, units: int) -> int:
    return inputs * units + inputs


@mistake("dense_parameter_count", "You count biases for the inputs, too. They belong to the units only.")
def dense_parameter_count_biases_everywhere(inputs: int, units: int) -> int:
    return (inputs + 1) * (units + 1)


@mistake("dense_parameter_count", "You add inputs and units. Each unit is connected to each input: multiply them.")
def dense_parameter_count_sum(inputs: int, units: int) -> int:
    return inputs + units


@mistake("dense_parameter_count", "Your count is a decimal number. A count is an integer.")
def dense_parameter_count_as_float(inputs: int, units: int) -> float:
    return float((inputs + 1) * units)
