//! 等 says that there is more: an ellipsis beside it says so twice (GB/T 15834-2011, A.9.2), and no 、 goes before it
//! (B.1.2).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::punctuation::etc_mark;
use crate::rules::line::Line;

/// Words that begin with 等 and mean something else.
const OTHERS: &str = "级候待于同次额着到腰边离效量位方距身";

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    for (at, mark) in line.marks.iter().filter(|(_, mark)| matches!(mark, '…' | '、')) {
        let end = at + mark.len_utf8();
        let etc = line.behind(end).strip_prefix('等').is_some_and(|rest| !rest.starts_with(|c| OTHERS.contains(c)));
        if etc {
            line.tell(findings, *at, end + '等'.len_utf8(), etc_mark(*mark));
        } else if *mark == '…' && line.before(*at).ends_with('等') && !line.before(*at).ends_with("等等") {
            line.tell(findings, at - '等'.len_utf8(), end, etc_mark(*mark));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn one_word_or_mark_for_the_rest_is_enough() {
        tells(
            "etc-mark",
            &["教育、医疗……等领域。", "教育、医疗、等领域。", "教育、医疗等……"],
            &["教育、医疗等领域。", "教育、医疗……", "一等、等级评定。", "慢慢地……等待通知。"],
        );
    }
}
