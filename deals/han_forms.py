"""Traditional characters of the words that head columns and name states, as simplified ones."""

from __future__ import annotations

_PAIRS = """
    專专 別别 項项 稱称 戶户 負负 責责 階阶 狀状 態态 預预 計计 額额 簽签 約约 單单 時时 間间 聯联
    絡络 係系 級级 層层 務务 銷销 機机 會会 結结 關关 閉闭 總总 價价 幣币 貨货 備备 註注 現现
    當当 實实 際际 輸输 贏赢 丟丢 暫暂 擱搁 進进 開开 發发 標标 議议 確确 認认 訪访 報报 驗验
    證证 產产 類类 職职 門门 區区 號号 編编 電电 話话 郵邮 動动 領领 導导 權权 節节 點点 簡简
    業业 採采 購购 構构 終终 個个 達达 談谈 審审 緊紧 線线 準准 屬属 對对 評评 選选 買买 決决
    競竞 爭争 優优 勢势 劃划 擬拟 勞劳 萬万 億亿 團团 隊队 經经 員员 歸归 擁拥 訂订 執执 錄录
    試试 測测 補补 應应 驟骤 啟启 續续 轉转 幾几 濟济 協协 處处 長长 從从 東东 週周
"""
_FORMS = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}


def simplify_han(text: str) -> str:
    """Return a text with simplified characters, so far as words of tables need them.

    It is for comparing words only: names may differ by nothing else.
    """
    return text if text.isascii() else text.translate(_FORMS)
