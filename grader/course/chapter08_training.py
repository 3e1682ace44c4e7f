"""What is graded in chapter 8: the backward passes, then the steps of a training."""

from __future__ import annotations

from grader.course.backward_passes import GRADIENT_EXERCISES
from grader.course.spec import Chapter
from grader.course.training_steps import TRAINING_EXERCISES
from grader.language import mark

CHAPTER = Chapter(
    8,
    "chapter08_training",
    mark("Training"),
    (*GRADIENT_EXERCISES, *TRAINING_EXERCISES),
)
