"""What is kept of answers: the big ones are not kept without end."""

from __future__ import annotations

from deals.numbers.memo import MOST_BIG, AnswerMemo


def test_of_the_big_answers_the_latest_are_kept() -> None:
    memo, made = AnswerMemo(), list[object]()

    def ask(*key: object) -> None:
        memo.keep(key, lambda: made.append(key))

    ask("states", "team", None)
    ask("record", "team")
    for at in range(MOST_BIG + 1):
        ask("movement", at)
    made.clear()
    for key in (("states", "team", None), ("record", "team"), ("movement", 1), ("movement", 0)):
        ask(*key)
    assert made == [("movement", 0)]
