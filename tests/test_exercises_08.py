"""Answers to the exercises of lesson 08, and what is special to them."""

import numpy as np
import pytest

from helpers.exercises.lesson_08 import dead_bias, depth


def by_counting():
    factor, layers = 1.0, 0
    while factor >= 1e-6:
        factor, layers = factor / 4, layers + 1
    return layers


def in_two_lines(so_far, slope, local):
    so_far += local * slope
    return so_far


OTHER_RIGHT_ANSWERS = {
    "handed_back": [
        in_two_lines,
        lambda so_far, slope, local: sum([so_far, np.prod([slope, local])]),
    ],
    "depth": [by_counting(), float(by_counting())],
    "dead_bias": [-3.0, np.float64(-3)],
}
WRONG_TYPES = {
    "handed_back": lambda so_far, slope, local: "seven",
    "depth": "ten",
    "dead_bias": "dead",
}
WRONG_SHAPES = {
    "handed_back": lambda so_far, slope, local: [so_far, slope * local],
    "depth": [10, 10],
    "dead_bias": [-3, -3],
}


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        (9, "still above one millionth"),
        (11, "fewer layers will do"),
        (9.97, "whole"),
        (0, "at least one layer"),
        (-3, "at least one layer"),
    ],
)
def test_a_wrong_depth_is_told_what_it_would_mean(layers, said):
    message = depth.check(layers).message
    assert said in message
    assert "10 " not in message


@pytest.mark.parametrize(
    ("bias", "said"),
    [
        (-4, "a larger bias will do"),
        (-2.5, "above 0 for some inputs, 0.5 at most"),
        (0, "3 at most"),
        (-3.0000001, "With b = -3.0000001 it is dead"),
        (-2.9999999, "With b = -2.9999999 z is above 0"),
    ],
)
def test_a_wrong_bias_is_told_the_largest_z(bias, said):
    message = dead_bias.check(bias).message
    assert said in message
    assert "-3 " not in message
