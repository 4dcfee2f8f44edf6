"""The pipeline: every project in a row, edited where it stands."""

from screens.pipeline.commands import PIPELINE
from screens.pipeline.screen import PipelineScreen

PipelineScreen.commands = PIPELINE
