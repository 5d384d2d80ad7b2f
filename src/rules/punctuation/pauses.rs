//! The pause 、 between words: not between neighbouring quotations or titles (GB/T 15834-2011, 4.5.3.5), not before 和.

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::punctuation::{pause_and, pause_between_quotes};
use crate::rules::line::Line;

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    for &(at, _) in line.marks.iter().filter(|(_, mark)| *mark == '、') {
        let behind = line.behind(at + '、'.len_utf8());
        let between = |close: char, open: char| line.last(at) == Some(close) && behind.starts_with(open);
        if between('”', '“') || between('》', '《') {
            line.tell(findings, at, at + '、'.len_utf8(), pause_between_quotes());
        } else if let Some(word) = and(behind).filter(|_| line.is_prose()) {
            line.tell(findings, at, at + '、'.len_utf8() + word.len(), pause_and(word));
        }
    }
}

/// 和 and its like, where they are words of their own.
fn and(behind: &str) -> Option<&'static str> {
    const WORDS: [(&str, &str); 3] =
        [("和", "谐平解睦美顺善缓县静气面田家睦煦衷服音风"), ("及", "时格早第其物"), ("与", "时会党众人世民")];
    let found = WORDS.iter().find(|(word, _)| behind.starts_with(word));
    found.filter(|(word, others)| !behind[word.len()..].starts_with(|c| others.contains(c))).map(|(word, _)| *word)
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn quotations_side_by_side_need_no_pause() {
        tells(
            "pause-between-quotes",
            &["做到“快”、“准”。", "印发《甲》、《乙》。"],
            &["做到“快”“准”。", "印发《甲》（试行）、《乙》。", "“快”和“准”、稳。"],
        );
    }

    #[test]
    fn a_pause_before_and_is_one_too_many() {
        tells("pause-and", &["甲、乙、和丙。"], &["甲、乙和丙。", "文明、和谐、及时、与时俱进。"]);
    }
}
