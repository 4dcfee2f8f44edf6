"""The review of a project."""

from screens.review.commands import REVIEW
from screens.review.screen import ReviewScreen

ReviewScreen.commands = REVIEW
