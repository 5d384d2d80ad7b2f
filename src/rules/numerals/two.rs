//! 两 counts, 二 orders: 两个, 第二个.

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::numerals::er_liang;
use crate::model::writing::{is_han, is_han_number};
use crate::rules::line::Line;

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    for (at, two) in line.words.iter().filter(|(_, word)| *word == '二').copied() {
        let end = at + two.len_utf8();
        let counted = line.next(end).filter(|c| "个件家名户条".contains(*c));
        let other = |c: char| is_han_number(c) || c.is_ascii_digit() || "第十百初其廿卅之专老星期礼拜周级".contains(c);
        let Some(measure) = counted.filter(|_| !line.last(at).is_some_and(other)) else { continue };
        let rest = line.behind(end + measure.len_utf8());
        if rest.starts_with(is_han) {
            let written = &line.text[at..end + measure.len_utf8()];
            line.tell(findings, at, end + measure.len_utf8(), er_liang(written, measure));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn two_things_are_counted_with_their_own_word() {
        tells(
            "er-liang",
            &["建成二个中心。"],
            &["建成两个中心。", "第二个中心。", "十二个中心。", "二是抓落实。", "分二级。"],
        );
    }
}
