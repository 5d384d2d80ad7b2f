//! How titles, headings and paragraphs end: a title with no mark of a statement, a paragraph with one.
//!
//! GB/T 15834-2011 gives the sentence its end (4.1.3) and leaves captions without (A.1); GB/T 9704-2012 (7.3.1, 7.3.3)
//! has titles and headings as lines of their own.

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::punctuation::{paragraph_unended, title_end};
use crate::model::Role;
use crate::model::prose::OBJECT;
use crate::model::writing::{closes, ends_sentence, is_blank, is_han};
use crate::rules::line::Line;

/// Shorter paragraphs may be headings that are not marked as such, signatures, captions.
const SHORTEST: usize = 40;

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    let shown = line.text.trim_end_matches(|c| is_blank(c) || c == '\n');
    let Some(last) = shown.chars().next_back() else { return };
    let at = shown.len() - last.len_utf8();
    let headed = match line.role() {
        Role::Title => Some("标题"),
        Role::Heading(_) => Some("小标题"),
        _ => None,
    };
    if let Some(what) = headed {
        if matches!(last, '。' | '，' | '、' | '；' | '：') {
            line.tell(findings, at, shown.len(), title_end(what, last));
        }
    } else if line.role() == Role::Paragraph && is_cut_off(shown, last) {
        line.tell(findings, at, shown.len(), paragraph_unended(last));
    }
}

/// A long paragraph whose last sentence has clauses and no end.
fn is_cut_off(shown: &str, last: char) -> bool {
    // A signature and a date may stand in the last lines of a paragraph: they hold no clauses.
    let rest = &shown[shown.rfind(ends_sentence).map_or(0, |at| at + '。'.len_utf8())..];
    let clauses = rest.contains('，');
    let open =
        is_han(last) || last.is_ascii_alphanumeric() || matches!(last, '，' | '、') || closes(last) && !stops(shown);
    open && last != OBJECT && clauses && shown.chars().filter(|c| is_han(*c)).count() >= SHORTEST
}

/// `。”` and `（市民政局）` end a paragraph too.
fn stops(shown: &str) -> bool {
    let inner = shown.trim_end_matches(closes);
    inner.ends_with(['。', '！', '？', '…', '；', '：']) || shown.ends_with(['）', '】'])
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn titles_end_without_a_mark() {
        tells(
            "title-end",
            &["# 小标题\n\n## 抓落实。\n\n正文。", "---\n标题: 抓落实，\n---\n\n正文。"],
            &["# 标题\n\n## 改革为了谁？\n\n正文。", "---\n标题: “放管服”见成效！\n---\n\n正文。"],
        );
    }

    #[test]
    fn a_long_paragraph_that_does_not_end_is_told_of() {
        let long = "市民政局推行社区工作事项准入制，凡进入社区的事项先审核、后下达，让社区干部腾出手来服务居民，";
        let ended = format!("{long}群众满意。");
        tells(
            "paragraph-unended",
            &[&format!("{long}群众满意\n\n下一段。"), &format!("{long}\n\n下一段。")],
            &[
                &ended,
                &format!("{ended}\n记者 某某"),
                &format!("{ended}\n2016年11月17日"),
                "市民政局推行准入制",
                &format!("{long}做到“先审核。”\n\n尾。"),
                &format!("{long}如下：\n\n- 甲"),
            ],
        );
    }
}
