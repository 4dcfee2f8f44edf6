"""The market of a project: customer, competitors and us, SWOT, stance, our portfolio."""

from screens.market.commands import MARKET
from screens.market.screen import MarketScreen

MarketScreen.commands = MARKET
