"""The exercise of lesson 00."""

from helpers.exercises import Exercise

slope_between = Exercise(
    solutions=(lambda x1, y1, x2, y2: (y2 - y1) / (x2 - x1),),
    cases=(
        {"x1": 1.0, "y1": 2.0, "x2": 3.0, "y2": 8.0},
        {"x1": -2.0, "y1": 0.5, "x2": 0.5, "y2": -4.5},
        {"x1": 4.0, "y1": 7.0, "x2": 9.0, "y2": 7.5},
        {"x1": -1.5, "y1": -3.0, "x2": -4.0, "y2": 2.0},
    ),
    slips={
        lambda x1, y1, x2, y2: (x2 - x1) / (y2 - y1): (
            "This is the way to the right, divided by the way up. Swap the two."
        ),
        lambda x1, y1, x2, y2: (y2 - y1) / (x1 - x2): (
            "The sign is wrong: begin both differences with the same point."
        ),
        lambda x1, y1, x2, y2: (y2 - y1) // (x2 - x1): (
            "The sign // drops what comes after the point. The sign / keeps it."
        ),
        lambda x1, y1, x2, y2: abs((y2 - y1) / (x2 - x1)): (
            "A slope may be negative: leave its sign as it comes."
        ),
        lambda x1, y1, x2, y2: y2 - y1: ("This is the way up. Divide it by the way to the right."),
        lambda x1, y1, x2, y2: y2 - y1 / x2 - x1: (
            "Division comes before subtraction: set both differences in brackets."
        ),
        lambda x1, y1, x2, y2: y2 / x2: "A slope needs two points: take the differences.",
        lambda x1, y1, x2, y2: (y2 + y1) / (x2 + x1): "A plus where a minus belongs.",
        lambda x1, y1, x2, y2: (y2 - y1) * (x2 - x1): "Divide, do not multiply.",
    },
    shows="The same rule, with a tiny way to the right, measures slopes of curves in lesson 1.",
)
