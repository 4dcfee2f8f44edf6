"""Entry of the program: command line, terminal and language, and the app behind them."""
